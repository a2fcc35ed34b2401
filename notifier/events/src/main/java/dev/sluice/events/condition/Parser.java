package dev.sluice.events.condition;

import dev.sluice.events.condition.Lexer.Kind;
import dev.sluice.events.condition.Lexer.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads a condition: one method for each rule of its grammar, one piece of look-ahead.
final class Parser {
  private static final String NAME =
      "a name (an attribute, tags.NAME, deviceId, version or running.PRODUCT)";
  private static final String ONE =
      NAME + ", NOT, (, is_defined, starts_with, ends_with or contains";

  private final String text;
  private final Lexer lexer;
  private int depth;
  private int terms;

  Parser(String text) {
    if (text.length() > Condition.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "expected a condition of at most %d characters, got %d"
              .formatted(Condition.MAX_LENGTH, text.length()));
    }
    this.text = text;
    this.lexer = new Lexer(text);
  }

  Condition read() {
    Condition condition = anyOf();
    if (lexer.peek().kind() != Kind.END) {
      throw unexpected("AND, OR or the end");
    }
    return condition;
  }

  private Condition anyOf() {
    List<Condition> parts = separated("or", this::allOf);
    return parts.size() == 1 ? parts.getFirst() : new Condition.AnyOf(parts);
  }

  private Condition allOf() {
    List<Condition> parts = separated("and", this::one);
    return parts.size() == 1 ? parts.getFirst() : new Condition.AllOf(parts);
  }

  /// Ends with the text, and with [Condition#MAX_TERMS] before.
  private List<Condition> separated(String word, Supplier<Condition> part) {
    List<Condition> parts = new ArrayList<>();
    parts.add(part.get());
    while (lexer.peek().isWord(word)) {
      Token _ = lexer.take();
      parts.add(part.get());
    }
    return parts;
  }

  private Condition one() {
    if (lexer.peek().isWord("not")) {
      Token _ = lexer.take();
      return deeper(() -> new Condition.Not(one()));
    }
    if (lexer.peek().isSign("(")) {
      Token _ = lexer.take();
      Condition inner = deeper(this::anyOf);
      sign(")", "AND, OR or )");
      return inner;
    }
    return predicate();
  }

  private Condition deeper(Supplier<Condition> inner) {
    if (++depth > Condition.MAX_DEPTH) {
      throw failed(
          lexer.peek().column(),
          "at most %d parentheses and NOTs within each other".formatted(Condition.MAX_DEPTH),
          "more");
    }
    Condition condition = inner.get();
    depth--;
    return condition;
  }

  private Condition predicate() {
    countTerm();
    Token word = lexer.peek();
    if (word.kind() != Kind.WORD || Lexer.isKeyword(word.text())) {
      throw unexpected(ONE);
    }
    Token _ = lexer.take();
    if (lexer.peek().isSign("(")) {
      return call(word);
    }
    Name name = name(word);
    if (lexer.peek().isWord("in")) {
      Token _ = lexer.take();
      return new Condition.OneOf(name, list());
    }
    Optional<Operator> operator =
        lexer.peek().kind() == Kind.SIGN ? Operator.find(lexer.peek().text()) : Optional.empty();
    if (operator.isEmpty()) {
      throw unexpected("=, !=, <, <=, >, >= or IN");
    }
    Token _ = lexer.take();
    return new Condition.Comparison(name, operator.get(), literal());
  }

  private Condition call(Token function) {
    if (function.isWord("is_defined")) {
      Token _ = lexer.take();
      var defined = new Condition.Defined(name(nameToken()));
      sign(")", ")");
      return defined;
    }
    for (Condition.Place place : Condition.Place.values()) {
      if (function.isWord(Evaluation.word(place))) {
        Token _ = lexer.take();
        Name name = name(nameToken());
        sign(",", ",");
        if (!(literal() instanceof Literal.Text wanted)) {
          throw failed(function.column(), Literal.TEXT_SYNTAX + " to look for", "another literal");
        }
        sign(")", ")");
        return new Condition.Search(place, name, wanted);
      }
    }
    throw failed(
        function.column(), "is_defined, starts_with, ends_with or contains", function.shown());
  }

  private List<Literal> list() {
    sign("[", "[ and a list of literals");
    List<Literal> literals = new ArrayList<>();
    literals.add(literal());
    while (lexer.peek().isSign(",")) {
      Token _ = lexer.take();
      countTerm();
      literals.add(literal());
    }
    sign("]", ", or ]");
    return literals;
  }

  private Token nameToken() {
    if (lexer.peek().kind() != Kind.WORD || Lexer.isKeyword(lexer.peek().text())) {
      throw unexpected(NAME);
    }
    return lexer.take();
  }

  private static Name name(Token word) {
    return Name.find(word.text()).orElseThrow(() -> failed(word.column(), NAME, word.shown()));
  }

  private Literal literal() {
    Token token = lexer.peek();
    Optional<Literal> literal =
        switch (token.kind()) {
          case TEXT ->
              Literal.Text.isValid(token.text())
                  ? Optional.of(new Literal.Text(token.text()))
                  : Optional.empty();
          case NUMBER ->
              Literal.Numeral.isValid(token.text())
                  ? Optional.of(new Literal.Numeral(new BigDecimal(token.text())))
                  : Optional.empty();
          case WORD ->
              token.isWord("true") || token.isWord("false")
                  ? Optional.of(new Literal.Flag(token.isWord("true")))
                  : Optional.empty();
          case SIGN, STRAY, END -> Optional.empty();
        };
    if (literal.isEmpty()) {
      throw unexpected(
          "%s, %s, true or false".formatted(Literal.TEXT_SYNTAX, Literal.NUMBER_SYNTAX));
    }
    Token _ = lexer.take();
    return literal.get();
  }

  private void sign(String sign, String expected) {
    if (!lexer.peek().isSign(sign)) {
      throw unexpected(expected);
    }
    Token _ = lexer.take();
  }

  private void countTerm() {
    if (++terms > Condition.MAX_TERMS) {
      throw failed(
          lexer.peek().column(),
          "at most %d predicates and literals".formatted(Condition.MAX_TERMS),
          "more");
    }
  }

  private IllegalArgumentException unexpected(String expected) {
    return failed(lexer.peek().column(), expected, lexer.peek().shown());
  }

  private static IllegalArgumentException failed(int column, String expected, String came) {
    return new IllegalArgumentException(
        "condition, column %d: expected %s, got %s".formatted(column, expected, came));
  }

  @Override
  public String toString() {
    return text;
  }
}
