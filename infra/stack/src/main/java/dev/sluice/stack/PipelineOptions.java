package dev.sluice.stack;

import dev.sluice.program.exit.FailedException;

/// What differs between one pipeline and the next.
///
/// @param policy how releases of every product roll out, as YAML
/// @param edgePort HTTP port of the first edge node of tier 2, the one that people point clients
///     at; 0
///     takes any free one

public record PipelineOptions(String policy, int edgePort) {
  private static final int MAX_PORT = 65_535;

  /// Checks the port.
  public PipelineOptions {
    if (edgePort < 0 || edgePort > MAX_PORT) {
      throw new FailedException(
          "edge port: 0 to %d were expected, %d came".formatted(MAX_PORT, edgePort));
    }
  }

  /// Any free ports.
  public static PipelineOptions ephemeral(String policy) {
    return new PipelineOptions(policy, 0);
  }
}
