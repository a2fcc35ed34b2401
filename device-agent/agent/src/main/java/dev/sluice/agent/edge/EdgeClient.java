package dev.sluice.agent.edge;

import dev.sluice.program.http.BaseUri;
import dev.sluice.program.http.ContentCoding;
import dev.sluice.program.http.SilenceLimit;
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
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Fetches from the edge node, one request at a time. For one thread.
///
/// All agents of a process share one HTTP client, hence its connections and its one thread, unless
/// they have TLS material of their own.
public final class EdgeClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

  /// Whoever says nothing for as long is taken for gone. However slow a link is, it moves: the
  /// length of what is fetched has no say.
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final HttpClient SHARED = builder().build();

  private final HttpClient client;
  private final BaseUri base;
  private final SilenceLimit silence;

  /// What came of a fetch that was not brought to its end; the next goes on if it asks for the
  /// same.
  private @Nullable PartialBody kept;

  /// A client of the edge node at this address.
  ///
  /// @param tls whom it trusts; absent for the authorities of the JDK
  /// @throws dev.sluice.program.exit.CannotStartException if the material cannot be used
  public EdgeClient(URI edgeUrl, Optional<Tls> tls) {
    this(edgeUrl, SILENCE, tls);
  }

  EdgeClient(URI edgeUrl, Duration silence, Optional<Tls> tls) {
    this.client =
        tls.map(material -> builder().sslContext(material.context()).build()).orElse(SHARED);
    this.base = new BaseUri(edgeUrl);
    this.silence = new SilenceLimit(silence);
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .executor(Executors.newVirtualThreadPerTaskExecutor());
  }

  /// Performs a fetch and says what came of it. If the connection breaks on the way, it is made
  /// again at once for what is missing, as long as each brings [SilenceLimit#LEAST_BYTES]; what
  /// came of the last is kept.
  ///
  /// @throws InterruptedException if the thread is interrupted; the fetch is given up
  public Answer fetch(Effect.Fetch effect) throws InterruptedException {
    PartialBody body = kept != null && kept.isOf(effect) ? kept : new PartialBody(effect);
    kept = body;
    while (true) {
      long before = body.lengthBytes();
      switch (attempt(effect, body)) {
        case Attempted.Ended(var answer) -> {
          kept = null;
          return answer;
        }
        case Attempted.Broken(var detail) -> {
          if (body.lengthBytes() < before + SilenceLimit.LEAST_BYTES) {
            return new UpdateEvent.Unavailable(effect.request(), detail);
          }
        }
      }
    }
  }

  /// What came of one connection.
  private sealed interface Attempted {
    /// The fetch has its answer.
    record Ended(Answer answer) implements Attempted {}

    /// Something is missing.
    record Broken(String detail) implements Attempted {}
  }

  private Attempted attempt(Effect.Fetch effect, PartialBody body) throws InterruptedException {
    CompletableFuture<HttpResponse<Boolean>> response =
        client.sendAsync(request(effect, body), body::receive);
    try {
      return attempted(effect, body, silence.await(response, body::lengthBytes));
    } catch (ExecutionException e) {
      return new Attempted.Broken(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      return new Attempted.Broken(
          "less than %d bytes within %s".formatted(SilenceLimit.LEAST_BYTES, silence.silence()));
    } finally {
      body.giveUpAttempt();
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

  private HttpRequest request(Effect.Fetch effect, PartialBody body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.of(effect.path()))
            .header("Accept-Encoding", ContentCoding.NONE);
    body.addTo(request);
    if (effect.cacheBypass()) {
      request.header("Cache-Control", "no-cache");
    }
    return request.GET().build();
  }

  private static Attempted attempted(
      Effect.Fetch effect, PartialBody body, HttpResponse<Boolean> response) {
    if (response.body() && body.isShort()) {
      return new Attempted.Broken("the answer must have all of the range, it has less");
    }
    if (response.body()) {
      return new Attempted.Ended(
          new UpdateEvent.Fetched(effect.request(), Content.of(body.bytes())));
    }
    return switch (response.statusCode()) {
      case 403, 404 -> new Attempted.Ended(new UpdateEvent.Absent(effect.request()));
      default -> new Attempted.Broken(unwanted(effect, response));
    };
  }

  private static String unwanted(Effect.Fetch effect, HttpResponse<Boolean> response) {
    return "status must be %d without a coding, got %d %s %s"
        .formatted(
            effect.range() instanceof ByteRange.Part ? 206 : 200,
            response.statusCode(),
            response.headers().firstValue("Content-Range").orElse(""),
            response.headers().firstValue("Content-Encoding").orElse(""))
        .strip();
  }
}
