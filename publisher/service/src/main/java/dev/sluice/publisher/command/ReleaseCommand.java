package dev.sluice.publisher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.PendingException;
import dev.sluice.program.remote.Api;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.ApiOptions;
import dev.sluice.program.remote.OutputOptions;
import dev.sluice.program.remote.Progress;
import dev.sluice.program.remote.Table;
import dev.sluice.program.remote.TimeOption;
import dev.sluice.publisher.client.ReleaseFollower;
import dev.sluice.release.ReleaseId;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice release …`: what was published.
@Command(
    name = "release",
    description = ReleaseCommand.DESCRIPTION,
    mixinStandardHelpOptions = true)
final class ReleaseCommand {
  static final String DESCRIPTION = "List, show and withdraw releases.";

  private static final int MAX_LISTED = 10_000;
  private static final Duration STEP = Duration.ofMillis(300);

  private final PrintStream out;

  ReleaseCommand() {
    this(System.out);
  }

  ReleaseCommand(PrintStream out) {
    this.out = out;
  }

  @Command(
      name = "list",
      description = "List the releases, the latest of each product first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin ApiOptions options,
      @Mixin OutputOptions output,
      @Option(names = "--product", paramLabel = "NAME", description = "only those of this product")
          @Nullable String product)
      throws InterruptedException {
    Map<String, String> query =
        product == null ? Map.of() : Map.of("product", Arguments.product(product).value());
    try (ApiClient api = options.client(Api.PUBLISHER)) {
      List<JsonNode> releases =
          api.list(ApiClient.withQuery("/api/v1/releases", query), MAX_LISTED);
      output.printAll(out, releases, ReleaseCommand::table);
    }
    return ExitCode.DONE;
  }

  private static Table table(List<JsonNode> releases) {
    var table = new Table("product", "version", "counter", "state", "size", "patches", "published");
    for (JsonNode release : releases) {
      var _ =
          table.row(
              text(release, "product"),
              text(release, "version"),
              text(release, "counter"),
              text(release, "state"),
              Progress.bytes(release.path("artifactBytes").asLong()),
              release.path("patchesComplete").asBoolean() ? "complete" : "-",
              text(release, "published"));
    }
    return table;
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asText("-");
  }

  @Command(
      name = "show",
      description = "Show a release, its artifacts and its patches.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "PRODUCT/VERSION", description = "which") String name,
      @Mixin ApiOptions options,
      @Mixin OutputOptions output)
      throws InterruptedException {
    ReleaseId release = Arguments.release(name);
    try (ApiClient api = options.client(Api.PUBLISHER)) {
      JsonNode found = api.get(ReleaseFollower.path(release));
      output.print(out, found, () -> details(found));
    }
    return ExitCode.DONE;
  }

  private static Table details(JsonNode release) {
    var table = new Table("what", "value");
    for (String member :
        List.of(
            "product",
            "version",
            "counter",
            "rollbackFloor",
            "state",
            "start",
            "policyVersion",
            "published",
            "manifest",
            "trace",
            "withdrawal")) {
      if (release.hasNonNull(member)) {
        var _ = table.row(member, text(release, member));
      }
    }
    for (JsonNode artifact : release.path("artifacts")) {
      var _ =
          table.row(
              "artifact " + text(artifact, "name"),
              Progress.bytes(artifact.path("lengthBytes").asLong())
                  + ", sha256 "
                  + text(artifact, "sha256"));
    }
    for (JsonNode patch : release.path("patches")) {
      var _ =
          table.row(
              "patch",
              Progress.bytes(patch.path("patchBytes").asLong()) + " from " + text(patch, "base"));
    }
    return table.row(
        "patches", release.path("patchesComplete").asBoolean() ? "complete" : "under way");
  }

  @Command(
      name = "withdraw",
      description = "Take a release back: no device installs it any longer.",
      mixinStandardHelpOptions = true)
  int withdraw(
      @Parameters(paramLabel = "PRODUCT/VERSION", description = "which") String name,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "why, for the log")
          String reason,
      @Option(
              names = "--timeout",
              paramLabel = "DURATION",
              defaultValue = "1m",
              description = "how long to wait for the signer; default: ${DEFAULT-VALUE}")
          String timeout,
      @Mixin ApiOptions options,
      @Mixin OutputOptions output)
      throws InterruptedException {
    ReleaseId release = Arguments.release(name);
    long limitNanos = TimeOption.parse("--timeout", timeout).toNanos();
    try (ApiClient api = options.client(Api.PUBLISHER)) {
      JsonNode answer =
          api.post(
              ReleaseFollower.path(release) + "/withdrawal",
              JsonNodeFactory.instance.objectNode().put("reason", reason),
              UUID.randomUUID().toString());
      long deadline = System.nanoTime() + limitNanos;
      while (!text(answer, "state").equals("withdrawn")) {
        if (System.nanoTime() >= deadline) {
          throw new PendingException(
              "%s: its withdrawal is ordered, but not signed within %s; see `sluice release show %s`"
                  .formatted(release, timeout, release));
        }
        Thread.sleep(STEP);
        answer = api.get(ReleaseFollower.path(release));
      }
      JsonNode end = answer;
      output.print(
          out,
          end,
          () -> new Table("release", "state").row(release.toString(), text(end, "state")));
    }
    return ExitCode.DONE;
  }
}
