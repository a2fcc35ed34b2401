package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.AdminServer;
import dev.sluice.program.admin.Health;
import dev.sluice.program.admin.Meters;
import dev.sluice.program.trace.Traces;
import java.net.URI;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a program with what surrounds it: health, metrics and traces. The admin port is open
/// before the program
/// starts, so that it tells what is waited for.
public final class ProgramRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramRunner.class);

  private final String name;
  private final Traces traces;
  private final Meters meters;
  private final AdminServer admin;
  private final Program.Running running;

  private ProgramRunner(
      String name, Traces traces, Meters meters, AdminServer admin, Program.Running running) {
    this.name = name;
    this.traces = traces;
    this.meters = meters;
    this.admin = admin;
    this.running = running;
  }

  /// Starts a program and returns once it does its work.
  ///
  /// @throws dev.sluice.program.exit.ProgramException if it cannot start; nothing is left running
  ///     then
  public static <C extends Record & ProgramConfig> ProgramRunner start(
      Program<C> program, C config, InstantSource clock) throws InterruptedException {
    var health = new Health();
    var starting = health.add("start");
    var meters = new Meters(program.name(), health);
    var traces = Traces.open(program.name(), config.tracing());
    AdminServer admin = null;
    try {
      admin = AdminServer.open(config.admin(), health, meters::text);
      LOG.atInfo()
          .addKeyValue("program", program.name())
          .addKeyValue("admin", admin.uri())
          .log("program starts");
      var running =
          program.start(config, new Surroundings(clock, health, meters.registry(), traces));
      starting.ok();
      LOG.atInfo().addKeyValue("program", program.name()).log("program is up");
      return new ProgramRunner(program.name(), traces, meters, admin, running);
    } catch (RuntimeException | InterruptedException e) {
      if (admin != null) {
        admin.close();
      }
      meters.close();
      traces.close();
      throw e;
    }
  }

  /// Where health and metrics are served.
  public URI admin() {
    return admin.uri();
  }

  /// What the program told of itself.
  ///
  /// @throws ClassCastException if it is another program's
  public <R extends Program.Running> R running(Class<R> type) {
    return type.cast(running);
  }

  /// Waits until the program ends by itself.
  public void awaitEnd() throws InterruptedException {
    running.awaitEnd();
  }

  /// Stops the program cleanly, then its surroundings.
  @Override
  public void close() {
    try {
      running.close();
    } finally {
      admin.close();
      meters.close();
      traces.close();
      LOG.atInfo().addKeyValue("program", name).log("program stopped");
    }
  }
}
