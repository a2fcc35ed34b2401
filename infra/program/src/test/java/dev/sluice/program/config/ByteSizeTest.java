package dev.sluice.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "512,512",
    "512B,512",
    "64KiB,65536",
    "1.5GiB,1610612736",
    "20 GiB,21474836480",
    "500MB,500000000",
    "2TB,2000000000000"
  })
  void givenSize_whenParsed_thenBytes(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1KB2", "1 apples", "9999999TiB", "0.3B", "GiB"})
  void givenNoSize_whenParsed_thenRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1023, 1024, 1536, 1L << 30, 5L << 40, Long.MAX_VALUE})
  void givenSize_whenPrintedAndParsed_thenSame(long bytes) {
    var size = new ByteSize(bytes);

    assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
  }

  @Test
  void givenSecret_whenPrinted_thenStars() {
    assertThat(new SecretText("hush"))
        .hasToString("***")
        .isEqualTo(new SecretText("hush"))
        .isNotEqualTo(new SecretText("loud"));
  }
}
