package dev.sluice.program.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

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
    return await(http.sendAsync(request, body), new SilenceLimit(limit), () -> 0);
  }

  /// The answer to a request whose body takes as long as the line needs.
  ///
  /// @param body bounds its length
  /// @param limit how long none of the request's body may be taken; as long the answer may take
  ///     after all of it was
  /// @param takenBytes how much of the request's body was taken by now; a thread of the client
  ///     counts, the caller's reads
  /// @throws HttpTimeoutException if nothing moved for that long
  /// @throws IOException if the server cannot be reached, or the answer ends too early
  public static <T> HttpResponse<T> whileMoving(
      HttpClient http,
      HttpRequest request,
      HttpResponse.BodyHandler<T> body,
      SilenceLimit limit,
      LongSupplier takenBytes)
      throws IOException, InterruptedException {
    return await(http.sendAsync(request, body), limit, takenBytes);
  }

  static <T> T await(CompletableFuture<T> answer, SilenceLimit limit, LongSupplier movedBytes)
      throws IOException, InterruptedException {
    try {
      return limit.await(answer, movedBytes);
    } catch (TimeoutException _) {
      throw new HttpTimeoutException(
          "no whole answer within " + limit.silence().toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    } finally {
      // Does nothing once it has ended.
      var _ = answer.cancel(true);
    }
  }
}
