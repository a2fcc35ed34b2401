package dev.sluice.tuf.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DigestTest {
  private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);
  private static final String ABC_HEX =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void givenKnownBytes_whenDigesting_thenGivesTheKnownDigest() {
    assertThat(Digest.sha256(ABC)).isEqualTo(Digest.parse(ABC_HEX)).hasToString(ABC_HEX);
    assertThat(Digest.sha256(ABC).prefix()).isEqualTo("ba7816bf8f01");
  }

  @Test
  void givenPieces_whenDigesting_thenGivesTheSameAsTheWhole() {
    var digester = new Digester();
    digester.update(ABC, 0, 1);
    digester.update(ByteBuffer.wrap(ABC, 1, 2));

    assertThat(digester.digest()).isEqualTo(Digest.sha256(ABC));
  }

  @Test
  void givenOtherText_whenParsing_thenRefuses() {
    for (String text : List.of("", "ab", ABC_HEX.toUpperCase(Locale.ROOT), ABC_HEX + "0")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Digest.parse(text));
    }
  }

  @Test
  void givenDigest_whenBytesAreChanged_thenDigestIsNot() {
    var digest = Digest.sha256(ABC);
    byte[] bytes = digest.bytes();
    var copy = Digest.ofBytes(bytes);

    bytes[0]++;

    assertThat(copy).isEqualTo(digest).isEqualByComparingTo(digest);
  }
}
