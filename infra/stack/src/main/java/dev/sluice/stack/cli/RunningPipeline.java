package dev.sluice.stack.cli;

import dev.sluice.program.exit.UnreachableException;
import dev.sluice.stack.PipelineAddress;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The option by which a command finds the pipeline that it talks to.
final class RunningPipeline {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${sys:user.home}/.sluice",
      description = "Data directory of the running pipeline (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("");

  Path data() {
    return data;
  }

  /// @throws UnreachableException if no pipeline runs there
  PipelineAddress address() {
    return PipelineAddress.find(data)
        .orElseThrow(
            () ->
                new UnreachableException(
                    "a running pipeline was expected in "
                        + data
                        + ", but there is none; start one with 'sluice up --data "
                        + data
                        + "', or name its folder with --data"));
  }
}
