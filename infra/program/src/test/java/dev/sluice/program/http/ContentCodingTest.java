package dev.sluice.program.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {
  @ParameterizedTest
  @CsvSource({
    "identity, false",
    "Identity, false",
    "aws-chunked, false",
    "gzip, true",
    "BR, true",
    "'aws-chunked, gzip', true"
  })
  void givenHeader_whenJudged_thenOnlyCompressionMakesTheBytesOthers(String header, boolean is) {
    assertThat(ContentCoding.isApplied(header)).isEqualTo(is);
  }
}
