package dev.sluice.notifier.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.api.server.ApiServer;
import dev.sluice.program.http.WholeAnswer;
import dev.sluice.program.tls.Tls;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The other instances over their APIs.
public final class HttpInstances implements Instances, AutoCloseable {
  /// As long as people wait; a question takes milliseconds.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  /// A page of a thousand from each of many partitions.
  private static final long MAX_ANSWER_BYTES = 64L << 20;

  private final InstanceAddress own;
  private final InstanceToken token;
  private final boolean isSecure;
  private final Duration limit;
  private final MeterRegistry meters;
  private final HttpClient http;

  /// @param own this instance's address
  /// @param token shows the others who asks
  /// @param tls as this instance's API has it, and so all others' have; empty for HTTP
  /// @param meters count what is asked, by what came of it
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the configuration has it
  public HttpInstances(
      InstanceAddress own, InstanceToken token, Optional<Tls> tls, MeterRegistry meters) {
    this(own, token, tls, ANSWER_LIMIT, meters);
  }

  /// @param limit for one answer
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the configuration has it
  HttpInstances(
      InstanceAddress own,
      InstanceToken token,
      Optional<Tls> tls,
      Duration limit,
      MeterRegistry meters) {
    this.own = own;
    this.limit = limit;
    this.token = token;
    this.isSecure = tls.isPresent();
    this.meters = meters;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER);
    tls.ifPresent(material -> builder.sslContext(material.context()));
    this.http = builder.build();
  }

  @Override
  public Optional<InstanceAddress> own() {
    return Optional.of(own);
  }

  @Override
  public List<Found> ask(InstanceAddress to, Asked asked) throws IOException {
    HttpResponse<byte[]> response = exchange(to, asked);
    if (response.statusCode() != 200) {
      count("refused");
      throw away(to, "it says: " + problem(response));
    }
    try {
      List<Found> found = ApiJson.read(ApiJson.parse(response.body()), Answered.class).found();
      count("answered");
      return found;
    } catch (IOException | IllegalArgumentException e) {
      count("refused");
      throw away(to, "its answer is not understood; does it run the same version?");
    }
  }

  private HttpResponse<byte[]> exchange(InstanceAddress to, Asked asked) throws IOException {
    var request =
        HttpRequest.newBuilder(uri(to, asked)).header("Authorization", token.bearer()).build();
    try {
      return WholeAnswer.of(
          http,
          request,
          BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES),
          limit);
    } catch (HttpConnectTimeoutException e) {
      throw unreachable(to, e);
    } catch (HttpTimeoutException _) {
      count("late");
      throw away(to, "it did not answer within " + limit.toMillis() + " ms");
    } catch (IOException e) {
      throw unreachable(to, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while instance " + to + " was asked");
    }
  }

  private IOException unreachable(InstanceAddress to, IOException failure) {
    count("unreachable");
    String reason =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    return away(to, "it cannot be reached (" + reason + ")");
  }

  private URI uri(InstanceAddress to, Asked asked) {
    String partitions =
        asked.partitions().stream().map(String::valueOf).collect(Collectors.joining(","));
    return to.uri(
        isSecure,
        ApiServer.PREFIX
            + InstanceRoutes.PATH
            + asked.kind()
            + "?partitions="
            + partitions
            + "&question="
            + URLEncoder.encode(asked.question(), StandardCharsets.UTF_8));
  }

  private static String problem(HttpResponse<byte[]> response) {
    try {
      JsonNode problem = ApiJson.parse(response.body());
      return response.statusCode() + " " + problem.path("detail").asText();
    } catch (IOException _) {
      return String.valueOf(response.statusCode());
    }
  }

  private static IOException away(InstanceAddress to, String reason) {
    return new IOException("instance %s: %s; try again".formatted(to, reason));
  }

  private void count(String outcome) {
    meters.counter("sluice.notifier.instance.questions", "outcome", outcome).increment();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
