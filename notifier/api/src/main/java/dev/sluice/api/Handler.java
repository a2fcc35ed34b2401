package dev.sluice.api;

import java.io.IOException;

/// Answers one route's requests; called on the request's own virtual thread, so that it may block.
@FunctionalInterface
public interface Handler {
  /// Answers, or refuses with a [ProblemException].
  ///
  /// @throws IOException if something that the answer needs does not answer itself, or an order is
  ///     not safe; the client is told 503
  /// @throws InterruptedException if the server stops
  Answer answer(ApiRequest request) throws IOException, InterruptedException;
}
