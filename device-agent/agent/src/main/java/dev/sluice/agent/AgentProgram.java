package dev.sluice.agent;

import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;
import java.util.List;

/// The program `agent`.
public final class AgentProgram implements Program<AgentConfig> {
  @Override
  public String name() {
    return "agent";
  }

  @Override
  public Class<AgentConfig> configuration() {
    return AgentConfig.class;
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        new Flag("--once", "once", "true", "looks once, installs what is due, and ends"));
  }

  /// Starts the agent. It waits for nothing: a device without a network still completes what it
  /// began.
  @Override
  public Agent start(AgentConfig config, Surroundings surroundings) {
    return Agent.start(config, surroundings);
  }
}
