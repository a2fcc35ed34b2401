package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A program in a process of its own, started by its launcher with nothing but a file.
public final class ProgramProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  /// What the JVM answers to SIGTERM after a clean stop.
  private static final int TERMINATED = 143;

  private final String name;
  private final ProcessBuilder builder;
  private final Path log;
  private final AdminPage admin;
  private Process process;

  private ProgramProcess(
      String name, ProcessBuilder builder, Path log, AdminPage admin, Process process) {
    this.name = name;
    this.builder = builder;
    this.log = log;
    this.admin = admin;
    this.process = process;
  }

  /// Starts a program and does not wait for it.
  ///
  /// @param name of this process, unlike those of others
  /// @param program which of the five
  /// @param config its file; the log stands beside it
  /// @param adminPort the one that the file names
  public static ProgramProcess start(String name, String program, Path config, int adminPort)
      throws IOException {
    Path log = config.resolveSibling(name + ".log");
    var builder =
        new ProcessBuilder(
                List.of(
                    Checkout.launcher(program).toString(), "run", "--config", config.toString()))
            .directory(
                Objects.requireNonNull(config.getParent(), "a file stands in a folder").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    return new ProgramProcess(name, builder, log, new AdminPage(adminPort), builder.start());
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// What it says of itself.
  public AdminPage admin() {
    return admin;
  }

  /// Waits until it is ready by its own word.
  public void awaitReady() {
    await(name + " is ready")
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .failFast(() -> assertThat(process.isAlive()).as("%s lives, see %s", name, tail()).isTrue())
        .untilAsserted(
            () ->
                assertThat(admin.readiness().problems()).as("%s, see %s", name, tail()).isEmpty());
  }

  /// Kills it, as a crash would.
  public void kill() {
    var _ = process.destroyForcibly().onExit().join();
  }

  /// Starts it again with the same file.
  public void restart() throws IOException {
    assertThat(process.isAlive()).as("%s runs", name).isFalse();
    process = builder.start();
  }

  /// Tells it to end, without waiting.
  public void terminate() {
    process.destroy();
  }

  /// Waits for its end after [#terminate()], which must be clean.
  public void awaitTerminated() throws InterruptedException, IOException {
    assertThat(process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS))
        .as("%s stops within %s, see %s", name, STOP_LIMIT, tail())
        .isTrue();
    assertThat(process.exitValue())
        .as("exit code of %s, see %s", name, tail())
        .isEqualTo(TERMINATED);
  }

  /// The end of its log.
  public String tail() throws IOException {
    String all = Files.exists(log) ? Files.readString(log) : "";
    return log + ":\n" + all.substring(Math.max(0, all.length() - 4_000));
  }

  /// Kills it if it still runs.
  @Override
  public void close() {
    kill();
  }
}
