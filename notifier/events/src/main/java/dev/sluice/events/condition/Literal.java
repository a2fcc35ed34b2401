package dev.sluice.events.condition;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a value is compared with.
public sealed interface Literal {
  /// What stands between quotes, in words, for messages.
  String TEXT_SYNTAX =
      "a text in single quotes (1 to 64 of A-Z, a-z, 0-9, '.', '_', ':', '+', '~', '-')";

  /// What a number may be, in words, for messages.
  String NUMBER_SYNTAX = "a number (up to 18 digits, such as 3, -2 or 2.5)";

  /// A text: `'berlin'`. Order is that of versions: pieces between dots, dashes and so on are
  /// compared one by one, as numbers where both are.
  record Text(String value) implements Literal {
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9._:+~-]{1,64}");

    /// Checks the text.
    public Text {
      if (!isValid(value)) {
        throw new IllegalArgumentException("expected " + TEXT_SYNTAX + ", got \"" + value + "\"");
      }
    }

    static boolean isValid(String text) {
      return SYNTAX.matcher(text).matches();
    }
  }

  /// A number. Only values that are numbers compare with it, and versions.
  record Numeral(BigDecimal value) implements Literal {
    private static final Pattern SYNTAX = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    /// Checks the digits.
    public Numeral {
      if (!isValid(value.toPlainString())) {
        throw new IllegalArgumentException("expected " + NUMBER_SYNTAX + ", got " + value);
      }
    }

    static boolean isValid(String text) {
      return SYNTAX.matcher(text).matches();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Numeral(var number) && number.compareTo(value) == 0;
    }

    @Override
    public int hashCode() {
      return value.stripTrailingZeros().hashCode();
    }
  }

  /// True or false. The value of a plain tag is true.
  record Flag(boolean value) implements Literal {}

  /// How a device's value stands to it: below, equal or above; empty if the two do not compare.
  ///
  /// @param value as the device has it
  /// @param isVersion whether the value is a version, which compares with numbers too
  default Optional<Integer> compare(String value, boolean isVersion) {
    return switch (this) {
      case Text(var text) -> Optional.of(TextOrder.compare(value, text));
      case Numeral(var number) when isVersion ->
          Optional.of(TextOrder.compare(value, number.toPlainString()));
      case Numeral(var number) ->
          Numeral.isValid(value)
              ? Optional.of(new BigDecimal(value).compareTo(number))
              : Optional.empty();
      case Flag(var flag) -> {
        String word = value.toLowerCase(Locale.ROOT);
        yield word.equals("true") || word.equals("false")
            ? Optional.of(Boolean.compare(word.equals("true"), flag))
            : Optional.empty();
      }
    };
  }

  /// The text of a condition.
  default String text() {
    return switch (this) {
      case Text(var text) -> "'" + text + "'";
      case Numeral(var number) -> number.toPlainString();
      case Flag(var flag) -> String.valueOf(flag);
    };
  }
}
