package dev.sluice.events.condition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Asks a condition about a device.
final class Evaluation {
  private Evaluation() {}

  static Truth of(Condition condition, DeviceFacts facts) {
    return switch (condition) {
      case Condition.AnyOf(var parts) ->
          parts.stream().map(part -> of(part, facts)).reduce(Truth.FALSE, Truth::or);
      case Condition.AllOf(var parts) ->
          parts.stream().map(part -> of(part, facts)).reduce(Truth.TRUE, Truth::and);
      case Condition.Not(var part) -> of(part, facts).negated();
      case Condition.Comparison(var name, var operator, var literal) ->
          compare(name, operator, literal, facts);
      case Condition.OneOf(var name, var literals) ->
          literals.stream()
              .map(literal -> compare(name, Operator.EQUAL, literal, facts))
              .reduce(Truth.FALSE, Truth::or);
      case Condition.Defined(var name) -> Truth.of(!name.valuesOf(facts).isEmpty());
      case Condition.Search(var place, var name, var text) ->
          any(name.valuesOf(facts), value -> isIn(place, value, text.value()));
    };
  }

  private static Truth compare(Name name, Operator operator, Literal literal, DeviceFacts facts) {
    if (operator == Operator.NOT_EQUAL) {
      return compare(name, Operator.EQUAL, literal, facts).negated();
    }
    Truth truth = Truth.UNKNOWN;
    for (String value : name.valuesOf(facts)) {
      Truth one = compare(value, name.isOfWhatRuns(), operator, literal);
      truth = truth == Truth.UNKNOWN ? one : one == Truth.UNKNOWN ? truth : truth.or(one);
    }
    return truth;
  }

  private static Truth compare(
      String value, boolean isVersion, Operator operator, Literal literal) {
    // Equal texts are the same text: '1.0' and '1.0.0' only stand at the same place of the order.
    if (operator == Operator.EQUAL && literal instanceof Literal.Text(var text)) {
      return Truth.of(value.equals(text));
    }
    Optional<Integer> order = literal.compare(value, isVersion);
    return order.map(o -> Truth.of(operator.holds(o))).orElse(Truth.UNKNOWN);
  }

  private static Truth any(List<String> values, Predicate<String> fits) {
    return values.isEmpty() ? Truth.UNKNOWN : Truth.of(values.stream().anyMatch(fits));
  }

  private static boolean isIn(Condition.Place place, String value, String text) {
    return switch (place) {
      case STARTS_WITH -> value.startsWith(text);
      case ENDS_WITH -> value.endsWith(text);
      case CONTAINS -> value.contains(text);
    };
  }

  /// The name of a function.
  static String word(Condition.Place place) {
    return place.name().toLowerCase(Locale.ROOT);
  }
}
