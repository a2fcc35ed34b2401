package dev.sluice.delta.executable;

import java.io.IOException;

/// Finds the references in AArch64 code.
final class ArmReferences implements CodeReferences {
  ArmReferences(ExecutableModel model, Window window) {}

  @Override
  public void find(Range range, long from, long to, FieldList fields) throws IOException {}
}
