package dev.sluice.stack.cli;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.publisher.PublishOutcome;
import dev.sluice.publisher.PublishRequest;
import dev.sluice.publisher.PublishedRelease;
import dev.sluice.stack.PipelineAddress;
import dev.sluice.stack.ReleaseDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice publish`.
@Command(
    name = "publish",
    description = "Publish a file as a release: sign it, diff it, and roll it out.",
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The artifact.")
  private Path file = Path.of("");

  @Option(
      names = "--product",
      required = true,
      paramLabel = "NAME",
      description = "What it is a release of.")
  private String product = "";

  @Option(
      names = "--release",
      required = true,
      paramLabel = "VERSION",
      description = "Its version.")
  private String version = "";

  @Mixin private RunningPipeline pipeline = new RunningPipeline();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PublishRequest request =
        PublishRequest.of(file, Arguments.product(product), Arguments.version(version));
    PipelineAddress address = pipeline.address();
    try (ReleaseDesk desk =
        ReleaseDesk.open(pipeline.data(), address.connection(), address.store())) {
      return switch (desk.publish(request)) {
        case PublishOutcome.Published(var release) -> done(release, "published");
        case PublishOutcome.AlreadyPublished(var release) -> done(release, "already published");
        case PublishOutcome.Unavailable unavailable ->
            throw new UnreachableException(unavailable.message());
        case PublishOutcome.Refused refused -> {
          spec.commandLine().getErr().println("sluice: " + refused.message());
          yield ExitCode.FAILED;
        }
      };
    }
  }

  private int done(PublishedRelease release, String what) {
    spec.commandLine()
        .getOut()
        .println(
            "%s %s as counter %d; follow it with 'sluice rollout list --watch'"
                .formatted(what, release.manifest().id(), release.manifest().counter()));
    return ExitCode.DONE;
  }
}
