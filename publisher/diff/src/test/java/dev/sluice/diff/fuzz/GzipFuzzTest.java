package dev.sluice.diff.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of gzip, with the optional fields of their header.
class GzipFuzzTest {
  private static final int HEADER_BYTES = 10;
  private static final int FLAGS_AT = 3;

  static Stream<byte[]> files() {
    var plain = Inputs.gzip();
    var head = Arrays.copyOf(plain, HEADER_BYTES);
    head[FLAGS_AT] = 2 + 4 + 8 + 16;
    var fields = new byte[] {2, 0, 1, 2, 'n', 0, 'c', 0, 7, 7};
    var rest = Arrays.copyOfRange(plain, HEADER_BYTES, plain.length);
    return Stream.of(plain, Samples.join(head, fields, rest), Samples.join(plain, plain));
  }

  @MethodSource("files")
  @FuzzTest
  void givenAnyFile_whenLookedInto_thenComesBackAsItWas(byte[] file)
      throws IOException, MalformedPatchException {
    Containers.requireSound(file);
  }
}
