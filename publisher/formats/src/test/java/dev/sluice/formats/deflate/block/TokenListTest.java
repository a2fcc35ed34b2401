package dev.sluice.formats.deflate.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import org.junit.jupiter.api.Test;

class TokenListTest {
  @Test
  void givenAnyTokens_whenReadTwice_thenTheyAreThoseAdded() {
    var list = new TokenList();
    Property.check(
        "tokens come back",
        50,
        seed -> {
          list.clear();
          double matches = seed.nextInt(5) / 4.0;
          var tokens = new int[1 + seed.nextInt(80_000)];
          for (int i = 0; i < tokens.length; i++) {
            tokens[i] = token(seed, matches);
            list.add(tokens[i]);
          }

          assertThat(read(list)).isEqualTo(tokens);
          assertThat(read(list)).isEqualTo(tokens);
        });
  }

  @Test
  void givenFullList_whenAsked_thenSaysSoBeforeItOverflows() {
    var list = new TokenList();
    int tokens = 0;
    while (!list.isFull()) {
      list.add(Token.match(Codes.MAX_MATCH, Codes.MAX_DISTANCE));
      tokens++;
    }

    assertThat(tokens).isBetween(83_000, TokenList.CAPACITY / 3);
    assertThat(read(list)).containsOnly(Token.match(Codes.MAX_MATCH, Codes.MAX_DISTANCE));
  }

  private static int token(Seeded seed, double matches) {
    return seed.chance(matches)
        ? Token.match(3 + seed.nextInt(256), 1 + seed.nextInt(Codes.MAX_DISTANCE))
        : seed.nextInt(256);
  }

  private static int[] read(TokenList list) {
    var tokens = new int[list.size()];
    list.rewind();
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = list.next();
    }
    return tokens;
  }
}
