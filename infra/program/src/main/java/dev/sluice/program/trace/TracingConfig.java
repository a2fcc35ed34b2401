package dev.sluice.program.trace;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.HttpAddress;
import java.net.URI;
import java.util.Optional;

/// Where traces go.
///
/// @param endpoint OTLP over HTTP; without it nothing is sent
/// @param sampled share of the traces that begin here, 0 to 1
public record TracingConfig(
    @Describe(
            "collector, OTLP over HTTP, as http://HOST:4318/v1/traces; without it no spans are sent")
        Optional<URI> endpoint,
    @Describe("share of the traces beginning here that are sent, 0 to 1") @Default("1.0")
        double sampled) {
  /// Nothing is sent.
  public static final TracingConfig OFF = new TracingConfig(Optional.empty(), 1.0);

  /// Checks the address and the share.
  public TracingConfig {
    endpoint.ifPresent(
        address -> HttpAddress.require("endpoint", address, "a collector is sent none"));
    if (!(sampled >= 0 && sampled <= 1)) {
      throw new IllegalArgumentException("sampled: expected 0 to 1, got " + sampled);
    }
  }
}
