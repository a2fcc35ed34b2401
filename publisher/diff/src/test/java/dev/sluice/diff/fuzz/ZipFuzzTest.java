package dev.sluice.diff.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Archives in zip.
class ZipFuzzTest {
  static Stream<byte[]> files() {
    return Stream.of(Inputs.zip(1), Inputs.zip(2));
  }

  @MethodSource("files")
  @FuzzTest
  void givenAnyFile_whenLookedInto_thenComesBackAsItWas(byte[] file)
      throws IOException, MalformedPatchException {
    Containers.requireSound(file);
  }
}
