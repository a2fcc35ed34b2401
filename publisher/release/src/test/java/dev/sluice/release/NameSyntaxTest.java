package dev.sluice.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NameSyntaxTest {
  private static final String CHARACTERS = "aZ09.-_:/ +\n\u0000\u007fäß";

  @Test
  void givenSeededTexts_whenComparedWithRegularExpression_thenSameAnswers() {
    Pattern letters = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,4}");
    Pattern lowerCase = Pattern.compile("[a-z0-9][a-z0-9-]{0,4}");
    NameSyntax ofLetters = NameSyntax.ofLetters("._:-", 5);
    NameSyntax ofLowerCase = NameSyntax.ofLowerCase("-", 5);
    var random = new Random(1);

    for (int i = 0; i < 200_000; i++) {
      String text = text(random);

      assertThat(ofLetters.matches(text)).as(text).isEqualTo(letters.matcher(text).matches());
      assertThat(ofLowerCase.matches(text)).as(text).isEqualTo(lowerCase.matcher(text).matches());
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int left = random.nextInt(7); left > 0; left--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }
}
