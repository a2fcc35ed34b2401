package dev.sluice.edge;

import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;

/// The program `edge`: one edge node.
///
/// It waits for nobody: while its upstream is away it serves what it has, and the link keeps
/// trying.
public final class EdgeProgram implements Program<EdgeConfig> {
  /// Its word in commands, environment variables and logs.
  public static final String NAME = "edge";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<EdgeConfig> configuration() {
    return EdgeConfig.class;
  }

  @Override
  public EdgeNode start(EdgeConfig config, Surroundings surroundings) {
    return EdgeNode.start(config, surroundings);
  }
}
