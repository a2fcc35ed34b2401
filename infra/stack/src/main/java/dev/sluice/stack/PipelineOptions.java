package dev.sluice.stack;

import dev.sluice.program.exit.UsageException;
import java.util.Optional;

/// What differs between one pipeline and the next.
///
/// @param policy how releases of every product roll out, a YAML document; empty for the standing
///     one, or that which an operator has applied
/// @param edgePort HTTP port of the first edge node of tier 2, the one that people point clients
///     at; 0 takes any free one
public record PipelineOptions(Optional<String> policy, int edgePort) {
  private static final int MAX_PORT = 65_535;

  /// Checks the port.
  public PipelineOptions {
    if (edgePort < 0 || edgePort > MAX_PORT) {
      throw new UsageException(
          "edge port: 0 to %d were expected, %d came".formatted(MAX_PORT, edgePort));
    }
  }

  /// Any free ports.
  public static PipelineOptions ephemeral(String policy) {
    return new PipelineOptions(Optional.of(policy), 0);
  }
}
