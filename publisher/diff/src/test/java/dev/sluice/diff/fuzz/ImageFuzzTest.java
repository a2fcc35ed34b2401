package dev.sluice.diff.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that hold streams of several formats, one in another: packages, kernels, images.
class ImageFuzzTest {
  static Stream<byte[]> files() {
    return Stream.of(Inputs.debianPackage(), Inputs.kernel(), Inputs.nested());
  }

  @MethodSource("files")
  @FuzzTest
  void givenAnyFile_whenLookedInto_thenComesBackAsItWas(byte[] file)
      throws IOException, MalformedPatchException {
    Containers.requireSound(file);
  }
}
