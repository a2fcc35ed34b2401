package dev.sluice.events.condition;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The order of texts in conditions, made for versions: `1.9` is before `1.10`, `2.0-rc1` before
/// `2.0`, and `2.0` the same as `2.0.0`.
///
/// Texts are cut into runs of digits and runs of letters; everything else only parts them. Two
/// numbers compare as numbers, two words as words, and a word is before a number. Where one text
/// has ended, the other's number compares with 0, and its word makes it the earlier one: a word
/// behind a version marks what came before it. Our choice: makers of versions agree on no order,
/// and Sluice itself orders releases by their counters alone.
final class TextOrder {
  private TextOrder() {}

  static int compare(String one, String other) {
    List<String> left = pieces(one);
    List<String> right = pieces(other);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int order = comparePieces(piece(left, i), piece(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int comparePieces(String left, String right) {
    boolean isLeftWord = isWord(left);
    boolean isRightWord = isWord(right);
    if (isLeftWord && isRightWord) {
      return Integer.signum(left.compareTo(right));
    }
    if (isLeftWord || isRightWord) {
      return isLeftWord ? -1 : 1;
    }
    return new BigInteger(left).compareTo(new BigInteger(right));
  }

  private static boolean isWord(String piece) {
    return !Character.isDigit(piece.charAt(0));
  }

  private static String piece(List<String> pieces, int index) {
    return index < pieces.size() ? pieces.get(index) : "0";
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= text.length(); i++) {
      if (i == text.length() || kind(text.charAt(i)) != kind(text.charAt(start))) {
        if (kind(text.charAt(start)) != Kind.PART) {
          pieces.add(text.substring(start, i));
        }
        start = i;
      }
    }
    return pieces;
  }

  private static Kind kind(char character) {
    if (character >= '0' && character <= '9') {
      return Kind.DIGIT;
    }
    boolean isSmall = character >= 'a' && character <= 'z';
    boolean isCapital = character >= 'A' && character <= 'Z';
    return isSmall || isCapital ? Kind.LETTER : Kind.PART;
  }

  private enum Kind {
    DIGIT,
    LETTER,
    PART
  }
}
