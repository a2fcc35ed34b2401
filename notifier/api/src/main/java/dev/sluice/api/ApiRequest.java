package dev.sluice.api;

import dev.sluice.api.token.Principal;
import dev.sluice.release.ProductName;
import java.util.Optional;
import java.util.function.Function;

/// One request, authenticated and within its route's roles.
public interface ApiRequest {
  /// Who asks; empty only on an open route, if nobody is known.
  Optional<Principal> caller();

  /// Who asks, on a route that is not open.
  default Principal principal() {
    return caller().orElseThrow(() -> new IllegalStateException("an open route has no principal"));
  }

  /// A parameter of the path, decoded.
  ///
  /// @throws IllegalArgumentException if the route's path has none of this name
  String path(String name);

  /// A parameter of the query, decoded; absent if it is not given.
  Optional<String> query(String name);

  /// A header's first value.
  Optional<String> header(String name);

  /// The page that `cursor` and `limit` ask for.
  ///
  /// @throws ProblemException 400 if they are wrong
  PageRequest page();

  /// The body as the record that the route declares, checked against its schema.
  ///
  /// @throws ProblemException 400 if it is no JSON, 422 with every mistake if it does not fit
  <T> T body(Class<T> type);

  /// The body as text.
  ///
  /// @throws ProblemException 400 if it is not UTF-8
  String text();

  /// A parameter of the path in its own type.
  ///
  /// @param parse throws [IllegalArgumentException] on what cannot be
  /// @throws ProblemException 404 if it cannot be
  default <T> T path(String name, Function<String, T> parse) {
    try {
      return parse.apply(path(name));
    } catch (IllegalArgumentException e) {
      throw Problem.notFound(name + ": " + e.getMessage()).asException();
    }
  }

  /// A parameter of the query in its own type.
  ///
  /// @param parse throws [IllegalArgumentException] on what cannot be
  /// @throws ProblemException 400 if it cannot be
  default <T> Optional<T> query(String name, Function<String, T> parse) {
    try {
      return query(name).map(parse);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(name + ": " + e.getMessage()).asException();
    }
  }

  /// A whole number of the query.
  ///
  /// @throws ProblemException 400 if it is none, or below `least` or above `most`
  default Optional<Integer> number(String name, int least, int most) {
    return query(
        name,
        text -> {
          int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
          if (number < least || number > most) {
            throw new IllegalArgumentException(
                "expected %d to %d, got %.20s".formatted(least, most, text));
          }
          return number;
        });
  }

  /// Refuses those whose token does not cover the product.
  ///
  /// @throws ProblemException 403
  default void requireProduct(ProductName product) {
    if (!principal().mayChange(product)) {
      throw Problem.forbidden(
              "token %s: expected one for product %s".formatted(principal().name(), product))
          .withAdvice("ask an admin for a token with --product " + product)
          .asException();
    }
  }
}
