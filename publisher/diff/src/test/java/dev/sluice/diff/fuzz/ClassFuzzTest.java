package dev.sluice.diff.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.classfile.ClassSamples;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Class files, which stand as they are in archives that are not compressed.
class ClassFuzzTest {
  static Stream<byte[]> classes() {
    return Stream.of(
        ClassSamples.odd(),
        ClassSamples.of(ClassFuzzTest.class),
        ClassSamples.of(Inputs.class),
        ClassSamples.renumbered(ClassSamples.of(Inputs.class)));
  }

  @MethodSource("classes")
  @FuzzTest
  void givenAnyClass_whenLookedInto_thenIsMadeAgainOrLeftAlone(byte[] file)
      throws IOException, MalformedPatchException {
    Containers.requireSound(file);
  }
}
