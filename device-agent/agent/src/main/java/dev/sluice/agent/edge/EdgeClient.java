package dev.sluice.agent.edge;

import dev.sluice.program.tls.Tls;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches from the edge node, one request at a time.
///
/// All agents of a process share one HTTP client, hence its connections and its one thread, unless
/// they have TLS material of their own.
public final class EdgeClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// A slow device link moves a slice of 1 MiB in it; whoever is slower asks again and resumes.
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private static final HttpClient SHARED = builder().build();

  private final HttpClient client;
  private final URI base;
  private final Duration answerTimeout;

  /// A client of the edge node at this address.
  ///
  /// @param tls whom it trusts; absent for the authorities of the JDK
  /// @throws dev.sluice.program.exit.CannotStartException if the material cannot be used
  public EdgeClient(URI edgeUrl, Optional<Tls> tls) {
    this(edgeUrl, ANSWER_TIMEOUT, tls);
  }

  EdgeClient(URI edgeUrl, Duration answerTimeout, Optional<Tls> tls) {
    this.client =
        tls.map(material -> builder().sslContext(material.context()).build()).orElse(SHARED);
    String text = edgeUrl.toString();
    base = URI.create(text.endsWith("/") ? text : text + "/");
    this.answerTimeout = answerTimeout;
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .executor(Executors.newVirtualThreadPerTaskExecutor());
  }

  /// Performs a fetch and says what came of it.
  ///
  /// @throws InterruptedException if the thread is interrupted; the fetch is given up
  public Answer fetch(Effect.Fetch effect) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request(effect), _ -> new LimitedBody(effect.maxLengthBytes()));
    try {
      return answer(effect, response.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return new UpdateEvent.Unavailable(effect.request(), String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      return new UpdateEvent.Unavailable(effect.request(), "no answer within " + answerTimeout);
    } finally {
      response.cancel(true);
    }
  }

  /// Ends connections that are this client's own.
  @Override
  public void close() {
    if (client != SHARED) {
      client.shutdownNow();
    }
  }

  private HttpRequest request(Effect.Fetch effect) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(escaped(effect.path())));
    if (effect.range() instanceof ByteRange.Part(long start, long end)) {
      request.header("Range", "bytes=" + start + "-" + (end - 1));
    }
    if (effect.cacheBypass()) {
      request.header("Cache-Control", "no-cache");
    }
    return request.GET().build();
  }

  /// Paths consist of names with a restricted alphabet, of which `%` (in role names) and `+` need
  /// care: a percent sign of a file's name must reach the server as such.
  private static String escaped(String path) {
    return path.replace("%", "%25");
  }

  private static Answer answer(Effect.Fetch effect, HttpResponse<byte[]> response) {
    int expected = effect.range() instanceof ByteRange.Part ? 206 : 200;
    int status = response.statusCode();
    boolean isFromStart = effect.range() instanceof ByteRange.Part(long start, _) && start == 0;
    if (status == expected || (status == 200 && isFromStart)) {
      return new UpdateEvent.Fetched(effect.request(), Content.of(response.body()));
    }
    return switch (status) {
      case 403, 404 -> new UpdateEvent.Absent(effect.request());
      default ->
          new UpdateEvent.Unavailable(
              effect.request(), "status must be " + expected + ", got " + status);
    };
  }
}
