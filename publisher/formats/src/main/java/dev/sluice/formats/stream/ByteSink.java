package dev.sluice.formats.stream;

import java.io.IOException;

/// Takes bytes in order.
@FunctionalInterface
public interface ByteSink {
  /// Takes `count` bytes of `bytes` from `offset` on; the array is the caller's again afterwards.
  void write(byte[] bytes, int offset, int count) throws IOException, MalformedPatchException;
}
