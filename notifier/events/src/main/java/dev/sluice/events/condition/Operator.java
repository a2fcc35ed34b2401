package dev.sluice.events.condition;

import java.util.Arrays;
import java.util.Optional;

/// How a value has to stand to a literal.
public enum Operator {
  /// The same.
  EQUAL("="),
  /// Another one.
  NOT_EQUAL("!="),
  /// Before it.
  LESS("<"),
  /// Before it, or the same.
  AT_MOST("<="),
  /// After it.
  GREATER(">"),
  /// After it, or the same.
  AT_LEAST(">=");

  private final String symbol;

  Operator(String symbol) {
    this.symbol = symbol;
  }

  /// As conditions write it.
  public String symbol() {
    return symbol;
  }

  static Optional<Operator> find(String symbol) {
    return symbol.equals("<>")
        ? Optional.of(NOT_EQUAL)
        : Arrays.stream(values()).filter(operator -> operator.symbol.equals(symbol)).findFirst();
  }

  /// Whether it holds for values whose order is this.
  boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }
}
