package dev.sluice.api;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A part of a list, in the list's order.
///
/// @param items at most as many as were asked for
/// @param next what the next request's `cursor` is; absent at the end
public record Page<T>(List<T> items, Optional<String> next) {
  /// Copies.
  public Page {
    items = List.copyOf(items);
  }

  /// Cuts a page from what follows the cursor.
  ///
  /// @param following what comes after the cursor, in order; one more than the limit is enough
  /// @param key names an item, so that the next page begins behind it
  public static <T> Page<T> of(List<T> following, int limit, Function<T, String> key) {
    if (following.size() <= limit) {
      return new Page<>(following, Optional.empty());
    }
    List<T> items = following.subList(0, limit);
    return new Page<>(items, Optional.of(key.apply(items.getLast())));
  }

  /// Cuts the page that is asked for from a whole list, in the order of its keys.
  ///
  /// @param all in any order
  /// @param key names an item, no two alike
  public static <T> Page<T> of(List<T> all, PageRequest page, Function<T, String> key) {
    List<T> following =
        all.stream()
            .filter(item -> key.apply(item).compareTo(page.after()) > 0)
            .sorted(Comparator.comparing(key))
            .limit(page.limit() + 1L)
            .toList();
    return of(following, page.limit(), key);
  }

  /// The same page in another form.
  public <R> Page<R> map(Function<T, R> form) {
    return new Page<>(items.stream().map(form).toList(), next);
  }
}
