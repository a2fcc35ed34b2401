package dev.sluice.api.oidc;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import dev.sluice.program.http.WholeAnswer;
import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Asks the provider, with a bound for the time and the length of each answer. It follows no
/// redirect: what is asked for stands where the provider said.
final class ProviderHttp implements ResourceRetriever, HTTPRequestSender, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 256 << 10;

  private final HttpClient http;
  private final Duration limit;

  ProviderHttp(Optional<Tls> tls) {
    this(tls, LIMIT);
  }

  /// @param limit for an answer to its last byte
  ProviderHttp(Optional<Tls> tls, Duration limit) {
    this.limit = limit;
    var builder = HttpClient.newBuilder().connectTimeout(LIMIT);
    tls.ifPresent(material -> builder.sslContext(material.context()));
    this.http = builder.build();
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    URI address = URI.create(url.toString());
    var request = HttpRequest.newBuilder(address).header("Accept", "application/json");
    HttpResponse<String> response = exchange(request.GET());
    if (response.statusCode() != 200) {
      throw new IOException("%s: expected 200, got %d".formatted(address, response.statusCode()));
    }
    return new Resource(response.body(), response.headers().firstValue("Content-Type").orElse(""));
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest asked) throws IOException {
    var request = HttpRequest.newBuilder(asked.getURI());
    asked
        .getHeaderMap()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    HttpResponse<String> response =
        exchange(
            request.method(
                asked.getMethod().name(),
                BodyPublishers.ofString(Optional.ofNullable(asked.getBody()).orElse(""))));
    var answer = new HTTPResponse(response.statusCode());
    try {
      answer.setContentType(
          response.headers().firstValue("Content-Type").orElse("application/json"));
    } catch (ParseException e) {
      throw new IOException(asked.getURI() + ": expected a media type, got another text", e);
    }
    answer.setBody(response.body());
    return answer;
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException {
    HttpRequest asked = request.build();
    try {
      return WholeAnswer.of(
          http,
          asked,
          BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES),
          limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(asked.uri() + ": interrupted");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
