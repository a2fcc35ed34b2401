package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A person at a terminal of another machine: the command line in a folder and with a home of its
/// own, without a context.
///
/// @param home where it stands
public record Sluice(Path home) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /// What a command did.
  ///
  /// @param exit code
  /// @param out its standard output
  /// @param err its standard error
  public record Outcome(int exit, String out, String err) {}

  /// A terminal in a new folder.
  public static Sluice in(Path home) throws IOException {
    return new Sluice(Files.createDirectories(home));
  }

  /// Runs a command to its end.
  public Outcome run(List<String> arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "command", ".out");
    Path err = Files.createTempFile(home, "command", ".err");
    List<String> command = new ArrayList<>(Checkout.commandLine());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("XDG_CONFIG_HOME");
    Process process = builder.start();
    if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      var _ = process.destroyForcibly().onExit().join();
      throw new AssertionError(
          String.join(" ", arguments) + " does not end; " + Files.readString(err));
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /// Runs a command that must end well.
  public Outcome require(List<String> arguments) throws IOException, InterruptedException {
    Outcome outcome = run(arguments);
    assertThat(outcome.exit()).as("%s: %s", arguments, outcome).isZero();
    return outcome;
  }
}
