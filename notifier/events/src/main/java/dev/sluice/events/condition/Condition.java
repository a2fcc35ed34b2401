package dev.sluice.events.condition;

import dev.sluice.release.ProductName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Says of a device whether it is meant.
///
/// ```
/// condition = all { OR all }
/// all       = one { AND one }
/// one       = NOT one | '(' condition ')' | predicate
/// predicate = name ( '=' | '!=' | '<>' | '<' | '<=' | '>' | '>=' ) literal
///           | name IN '[' literal { ',' literal } ']'
///           | is_defined '(' name ')'
///           | ( starts_with | ends_with | contains ) '(' name ',' text ')'
/// literal   = text in single quotes | number | true | false
/// ```
///
/// Names are those of [Name]; words of the language may be written in capitals or not. A value that
/// the device does not have, or that does not compare with the literal, makes a predicate unknown;
/// `is_defined` never is. `NOT` of unknown is unknown, `AND` is false if one side is, `OR` true if
/// one side is. A device is meant only if the whole is true: to mean those without a tag say so,
/// `NOT
/// is_defined(tags.lab)`. Where a device has several values of a name, one that fits is enough, for
/// `!=` none may be equal.
///
/// A condition is bounded: at most [#MAX_LENGTH] characters, [#MAX_DEPTH] parentheses and NOTs
/// within each other, and [#MAX_TERMS] literals and predicates. It has no loop and no call, so
/// asking takes microseconds.
public sealed interface Condition {
  /// Longest text.
  int MAX_LENGTH = 2_000;

  /// Most parentheses and NOTs within each other.
  int MAX_DEPTH = 16;

  /// Most predicates and literals in lists together.
  int MAX_TERMS = 100;

  /// Holds if one of them does.
  ///
  /// @param parts two or more; those that are alternatives themselves are taken in
  record AnyOf(List<Condition> parts) implements Condition {
    /// Checks the number.
    public AnyOf {
      parts =
          requireSeveral(
              parts.stream()
                  .flatMap(p -> p instanceof AnyOf(var inner) ? inner.stream() : Stream.of(p)));
    }

    @Override
    public String toString() {
      return Texts.of(this);
    }
  }

  /// Holds if all of them do.
  ///
  /// @param parts two or more; those that are such themselves are taken in
  record AllOf(List<Condition> parts) implements Condition {
    /// Checks the number.
    public AllOf {
      parts =
          requireSeveral(
              parts.stream()
                  .flatMap(p -> p instanceof AllOf(var inner) ? inner.stream() : Stream.of(p)));
    }

    @Override
    public String toString() {
      return Texts.of(this);
    }
  }

  /// Holds if another does not.
  record Not(Condition part) implements Condition {
    @Override
    public String toString() {
      return Texts.of(this);
    }
  }

  /// Compares a value with a literal.
  record Comparison(Name name, Operator operator, Literal literal) implements Condition {
    @Override
    public String toString() {
      return Texts.of(this);
    }
  }

  /// Holds if a value is one of several.
  ///
  /// @param literals at least one
  record OneOf(Name name, List<Literal> literals) implements Condition {
    /// Copies and checks the number.
    public OneOf {
      literals = List.copyOf(literals);
      if (literals.isEmpty()) {
        throw new IllegalArgumentException("expected at least one literal in a list");
      }
    }

    @Override
    public String toString() {
      return Texts.of(this);
    }
  }

  /// Holds if the device has a value of the name.
  record Defined(Name name) implements Condition {
    @Override
    public String toString() {
      return Texts.of(this);
    }
  }

  /// Looks for a text in a value.
  record Search(Place place, Name name, Literal.Text text) implements Condition {
    @Override
    public String toString() {
      return Texts.of(this);
    }
  }

  /// Where in a value a text has to stand.
  enum Place {
    /// At its start: `starts_with`.
    STARTS_WITH,
    /// At its end: `ends_with`.
    ENDS_WITH,
    /// Anywhere: `contains`.
    CONTAINS
  }

  /// Reads a condition.
  ///
  /// @throws IllegalArgumentException if it is none, with the column, what was expected and what
  ///     came
  static Condition parse(String text) {
    return new Parser(text).read();
  }

  /// Whether the device is meant: whether the condition is true of it.
  ///
  /// @throws IllegalStateException if it asks about `version` and is not bound to a product
  default boolean selects(DeviceFacts facts) {
    return truth(facts) == Truth.TRUE;
  }

  /// What it says about the device.
  ///
  /// @throws IllegalStateException if it asks about `version` and is not bound to a product
  default Truth truth(DeviceFacts facts) {
    return Evaluation.of(this, facts);
  }

  /// The same with `version` meaning that of a product.
  default Condition boundTo(ProductName product) {
    return switch (this) {
      case AnyOf(var parts) -> new AnyOf(bound(parts, product));
      case AllOf(var parts) -> new AllOf(bound(parts, product));
      case Not(var part) -> new Not(part.boundTo(product));
      case Comparison(var name, var operator, var literal) ->
          new Comparison(bound(name, product), operator, literal);
      case OneOf(var name, var literals) -> new OneOf(bound(name, product), literals);
      case Defined(var name) -> new Defined(bound(name, product));
      case Search(var place, var name, var text) -> new Search(place, bound(name, product), text);
    };
  }

  private static List<Condition> bound(List<Condition> parts, ProductName product) {
    return parts.stream().map(part -> part.boundTo(product)).toList();
  }

  private static Name bound(Name name, ProductName product) {
    return name instanceof Name.OwnVersion ? new Name.Running(product) : name;
  }

  /// The texts of all names that it asks about.
  default Stream<Name> names() {
    return switch (this) {
      case AnyOf(var parts) -> parts.stream().flatMap(Condition::names);
      case AllOf(var parts) -> parts.stream().flatMap(Condition::names);
      case Not(var part) -> part.names();
      case Comparison(var name, _, _) -> Stream.of(name);
      case OneOf(var name, _) -> Stream.of(name);
      case Defined(var name) -> Stream.of(name);
      case Search(_, var name, _) -> Stream.of(name);
    };
  }

  /// What it asks about that changes as devices update; empty if it asks about no such thing.
  default SortedSet<String> namesOfWhatRuns() {
    return new TreeSet<>(names().filter(Name::isOfWhatRuns).map(Name::text).toList());
  }

  private static List<Condition> requireSeveral(Stream<Condition> parts) {
    List<Condition> all = parts.toList();
    if (all.size() < 2) {
      throw new IllegalArgumentException("expected two or more parts, got " + all.size());
    }
    return all;
  }
}
