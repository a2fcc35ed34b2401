package dev.sluice.publisher;

import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;

/// The program `publisher`: the API for releases, and the builder of patches.
public final class PublisherProgram implements Program<PublisherConfig> {
  @Override
  public String name() {
    return "publisher";
  }

  @Override
  public Class<PublisherConfig> configuration() {
    return PublisherConfig.class;
  }

  @Override
  public RunningPublisher start(PublisherConfig config, Surroundings surroundings)
      throws InterruptedException {
    return RunningPublisher.start(config, surroundings);
  }
}
