package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.program.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that get a few jars only, run with these jars: reading and writing of YAML, JSON
/// over HTTP, patches with their compressors.
class SmallClassPathIT {
  private static final int LIMIT_SECONDS = 60;
  private static final String NOBODY = "http://127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void givenContext_whenSetAndListed_thenIsThere() throws Exception {
    run(ExitCode.DONE, "context", "set", "there", "--notifier-url", NOBODY);

    assertThat(run(ExitCode.DONE, "context", "list")).contains("there", NOBODY);
    assertThat(run(ExitCode.UNREACHABLE, "rollout", "list")).contains(NOBODY);
  }

  @Test
  void givenTwoFiles_whenMakingAndApplyingAPatch_thenGivesTheNewer() throws Exception {
    Path old = Files.writeString(folder.resolve("old"), "one two three ".repeat(5_000));
    Path newer = Files.writeString(folder.resolve("new"), "one two four ".repeat(5_000));

    run(ExitCode.DONE, "delta", "diff", old.toString(), newer.toString(), "patch");
    run(ExitCode.DONE, "delta", "apply", old.toString(), "patch", "made");

    assertThat(folder.resolve("made")).hasSameBinaryContentAs(newer);
  }

  @Test
  void givenFile_whenPublishedToNobody_thenIsUnreachable() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");

    String said =
        run(
            ExitCode.UNREACHABLE,
            "publish",
            file.toString(),
            "--product=demo",
            "--version=1",
            "--url=" + NOBODY);

    assertThat(said).contains(NOBODY);
  }

  @Test
  void givenPageOfHelp_whenShown_thenListsTheCommandsOfAllComponents() throws Exception {
    assertThat(run(ExitCode.DONE, "--help"))
        .contains("context", "demo", "device", "edge", "keys", "publish", "rollout", "token", "up");
  }

  private String run(int exitCode, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(SmallClassPath.commandLine());
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    Process process = builder.start();
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isEqualTo(exitCode);
    return said;
  }
}
