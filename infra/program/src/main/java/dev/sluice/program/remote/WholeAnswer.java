package dev.sluice.program.remote;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks over HTTP and waits for an answer to its last byte. The limit of time that a request itself
/// has ends with the head of the answer: a server that stops in the middle would be waited for
/// without end.
public final class WholeAnswer {
  private WholeAnswer() {}

  /// The answer, all of it.
  ///
  /// @param body bounds its length
  /// @param limit from the first byte sent to the last received
  /// @throws HttpTimeoutException if that was not enough
  /// @throws IOException if the server cannot be reached, or the answer ends too early
  public static <T> HttpResponse<T> of(
      HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> body, Duration limit)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    } finally {
      // Does nothing once it has ended.
      var _ = answer.cancel(true);
    }
  }
}
