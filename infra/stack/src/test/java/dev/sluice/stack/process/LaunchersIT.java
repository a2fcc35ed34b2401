package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.program.exit.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The five launchers, each started from another folder through a symbolic link: what they answer,
/// and the exit code.
class LaunchersIT {
  private static final List<String> PROGRAMS =
      List.of("publisher", "signer", "notifier", "edge", "agent");
  private static final String COMMON = "# The rest is the same in every program's launcher.";
  private static final int LIMIT_SECONDS = 60;

  @TempDir private static Path folder;

  /// @param programs whose launchers are tried; they differ in their first lines only
  /// @param javaHome of the launcher's environment; empty for none
  private record Case(
      String name,
      List<String> programs,
      List<String> arguments,
      String javaHome,
      int exitCode,
      List<String> said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Started(String program, Process process, Path output) {}

  static List<Case> cases() {
    String jdk = System.getProperty("java.home");
    return List.of(
        new Case(
            "help, with a JAVA_HOME that is no JDK",
            List.of("signer"),
            List.of("--help"),
            "/",
            ExitCode.DONE,
            List.of("run", "config")),
        new Case(
            "schema",
            List.of("edge"),
            List.of("config", "schema"),
            jdk,
            ExitCode.DONE,
            List.of("\"$schema\"", "\"required\"")),
        new Case(
            "missing file",
            List.of("agent"),
            List.of("run", "--config", "missing.yaml"),
            jdk,
            ExitCode.USAGE,
            List.of("missing.yaml: no such file")),
        new Case(
            "unknown key, without JAVA_HOME",
            PROGRAMS,
            List.of("run", "--config", "unknown.yaml"),
            "",
            ExitCode.USAGE,
            List.of("unknown.yaml", "colour")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givenLauncher_whenStarted_thenAnswersWithTheRightExitCode(Case one) throws Exception {
    Files.writeString(folder.resolve("unknown.yaml"), "colour: red\n");

    List<Started> started = one.programs().stream().map(program -> start(program, one)).toList();

    for (Started each : started) {
      assertThat(each.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(each.output());
      assertThat(each.process().exitValue()).as(said).isEqualTo(one.exitCode());
      assertThat(said).as(each.program()).contains(one.said()).doesNotContain("\tat ");
    }
  }

  @Test
  void givenLaunchers_whenCompared_thenDifferInTheirFirstLinesOnly() {
    Map<String, List<String>> byText =
        PROGRAMS.stream().collect(Collectors.groupingBy(LaunchersIT::commonPart));

    assertThat(byText.values()).as("programs whose launchers agree").containsExactly(PROGRAMS);
  }

  private static String commonPart(String program) {
    try {
      String text = Files.readString(Checkout.launcher(program));
      assertThat(text).contains(COMMON);
      return text.substring(text.indexOf(COMMON));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Started start(String program, Case one) {
    try {
      Path link = folder.resolve("start-" + program);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, Checkout.launcher(program));
      }
      Path output = folder.resolve(program + ".out");
      var command = new ArrayList<>(List.of(link.toString()));
      command.addAll(one.arguments());
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Map<String, String> environment = builder.environment();
      environment.remove("JAVA_HOME");
      if (!one.javaHome().isEmpty()) {
        environment.put("JAVA_HOME", one.javaHome());
      }
      environment.put("JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
      environment.merge(
          "PATH", System.getProperty("java.home") + "/bin", (old, jdk) -> jdk + ":" + old);
      return new Started(program, builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
