package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.admin.Health;
import dev.sluice.program.config.Default;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.trace.TracingConfig;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Does nothing until it is stopped, or fails in the way that its configuration asks for.
final class WaitingProgram implements Program<WaitingProgram.Config> {
  record Config(
      String word,
      @Default("none") Failure failure,
      @Default("false") boolean once,
      AdminConfig admin,
      TracingConfig tracing)
      implements ProgramConfig {}

  enum Failure {
    NONE,
    START,
    LATER,
    BUG
  }

  private final CountDownLatch started = new CountDownLatch(1);

  @Override
  public String name() {
    return "waiting";
  }

  @Override
  public Class<Config> configuration() {
    return Config.class;
  }

  @Override
  public List<Flag> flags() {
    return List.of(new Flag("--once", "once", "true", "ends at once"));
  }

  @Override
  public Waiting start(Config config, Surroundings surroundings) {
    if (config.failure() == Failure.START) {
      throw new CannotStartException("data: cannot be written\nby us");
    }
    if (config.failure() == Failure.BUG) {
      throw new IllegalStateException("a bug");
    }
    var check = surroundings.health().add("peer");
    check.waiting("waiting for " + config.word());
    started.countDown();
    return new Waiting(config, check);
  }

  /// Counts down once it has started.
  CountDownLatch started() {
    return started;
  }

  /// For a process of its own.
  public static void main(String... args) {
    System.exit(ProgramMain.run(new WaitingProgram(), System.out, System.err, args));
  }

  record Waiting(Config config, Health.Check check) implements Running {
    @Override
    public void awaitEnd() throws InterruptedException {
      if (config.failure() == Failure.LATER) {
        throw new FailedException("the work failed");
      }
      if (!config.once()) {
        Running.super.awaitEnd();
      }
    }

    @Override
    public void close() {
      System.out.println("closed cleanly");
    }
  }
}
