package dev.sluice.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.schema.ApiJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/// An answer that fits the document.
public record Checked(int status, HttpHeaders headers, String body) {
  /// The body as JSON.
  public JsonNode json() {
    try {
      return ApiJson.parse(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A header's first value; empty text if there is none.
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
