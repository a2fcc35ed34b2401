package dev.sluice.api;

/// Which part of a list is asked for.
///
/// @param after the key of the last item of the page before, as [Page#next()] said; empty for the
///     first
///     page
/// @param limit most items, 1 to [#MAX_LIMIT]
public record PageRequest(String after, int limit) {
  /// Most items of a page.
  public static final int MAX_LIMIT = 1_000;

  /// Items of a page when the client does not say.
  public static final int DEFAULT_LIMIT = 100;

  /// Checks the limit.
  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("expected a limit of 1 to " + MAX_LIMIT);
    }
  }

  /// The first page in its default size.
  public static PageRequest first() {
    return new PageRequest("", DEFAULT_LIMIT);
  }
}
