package dev.sluice.events.condition;

import java.util.List;
import java.util.stream.Collectors;

/// Writes conditions as [Condition#parse(String)] reads them, with no more parentheses than needed.
final class Texts {
  private Texts() {}

  static String of(Condition condition) {
    return switch (condition) {
      case Condition.AnyOf(var parts) ->
          parts.stream().map(Texts::of).collect(Collectors.joining(" OR "));
      case Condition.AllOf(var parts) ->
          parts.stream()
              .map(part -> part instanceof Condition.AnyOf ? inParentheses(part) : of(part))
              .collect(Collectors.joining(" AND "));
      case Condition.Not(var part) ->
          "NOT "
              + (part instanceof Condition.AnyOf || part instanceof Condition.AllOf
                  ? inParentheses(part)
                  : of(part));
      case Condition.Comparison(var name, var operator, var literal) ->
          name.text() + " " + operator.symbol() + " " + literal.text();
      case Condition.OneOf(var name, var literals) -> name.text() + " IN " + list(literals);
      case Condition.Defined(var name) -> "is_defined(" + name.text() + ")";
      case Condition.Search(var place, var name, var text) ->
          "%s(%s, %s)".formatted(Evaluation.word(place), name.text(), text.text());
    };
  }

  private static String inParentheses(Condition condition) {
    return "(" + of(condition) + ")";
  }

  private static String list(List<Literal> literals) {
    return literals.stream().map(Literal::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
