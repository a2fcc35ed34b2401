package dev.sluice.formats.deflate.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Prefix codes of RFC 1951 section 3.2.2, as they are written.
class CodeTableTest {
  /// The example of section 3.2.2: lengths (3, 3, 3, 3, 3, 2, 4, 4).
  @Test
  void givenLengthsOfTheSpecification_whenMadeCodes_thenAreThoseOfTheSpecification() {
    int[] codes = CodeTable.codes(new int[] {3, 3, 3, 3, 3, 2, 4, 4});

    assertThat(codes).containsExactly(0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111);
  }

  @Test
  void givenSymbolsWithoutCode_whenMadeCodes_thenTakeNoRoom() {
    assertThat(CodeTable.codes(new int[] {0, 1, 0, 2, 2, 0}))
        .containsExactly(0, 0b0, 0, 0b01, 0b11, 0);
  }
}
