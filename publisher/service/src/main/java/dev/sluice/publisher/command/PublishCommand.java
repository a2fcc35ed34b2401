package dev.sluice.publisher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.Api;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.ApiOptions;
import dev.sluice.program.remote.OutputOptions;
import dev.sluice.program.remote.Progress;
import dev.sluice.program.remote.TextFile;
import dev.sluice.program.remote.TimeOption;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.client.DocumentCheck;
import dev.sluice.publisher.client.FileCheck;
import dev.sluice.publisher.client.PublishClient;
import dev.sluice.publisher.client.ReleaseFollower;
import dev.sluice.publisher.store.ScannedFile;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice publish FILE…`: from files to a release that is signed and has its patches.
@Command(name = "publish", description = PublishCommand.DESCRIPTION)
final class PublishCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Publish files as a release: signed, diffed, on its way.";

  /// Outlasts a link that breaks for some ten minutes, as while a router restarts.
  private static final RetryPolicy THROUGH_A_BREAK =
      new RetryPolicy(40, Duration.ofMillis(200), Duration.ofSeconds(30));

  private static final String POLICIES = "/api/v1/policies/";
  private static final String YAML = "application/yaml";

  private final PrintStream out;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "the artifacts")
  private List<Path> files = List.of();

  @Option(
      names = "--product",
      required = true,
      paramLabel = "NAME",
      description = "what it is a release of")
  private String product = "";

  @Option(
      names = {"--version", "--release"},
      required = true,
      paramLabel = "VERSION",
      description = "its version, unique within the product")
  private String version = "";

  @Option(
      names = "--hardware",
      split = ",",
      paramLabel = "NAME",
      description = "hardware that it is meant for; default: any")
  private List<String> hardware = List.of();

  @Option(
      names = "--floor",
      paramLabel = "COUNTER",
      description = "devices never go below this counter after it; default: the release before")
  private @Nullable Long floor;

  @Option(
      names = "--counter",
      paramLabel = "COUNTER",
      description = "refuse unless it becomes this counter of the product")
  private @Nullable Long counter;

  @Option(
      names = {"--kind", "--installer"},
      defaultValue = "file",
      paramLabel = "KIND",
      description =
          "file, or a document that devices reload: config (JSON or YAML) or flags;"
              + " default: ${DEFAULT-VALUE}")
  private String kind = "file";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "apply this rollout policy first, and roll out under it")
  private @Nullable Path policy;

  @Option(
      names = "--start",
      defaultValue = "as-policy",
      paramLabel = "WHEN",
      description = "as-policy, or manual: when somebody orders it; default: ${DEFAULT-VALUE}")
  private String start = "as-policy";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description =
          "how long to wait for signature and patches, as 90s or 10m; default: ${DEFAULT-VALUE}")
  private String timeout = "10m";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and exit")
  @SuppressWarnings("UnusedVariable") // Picocli asks for it.
  private boolean isHelp;

  @Mixin private ApiOptions options = new ApiOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  PublishCommand() {
    this(System.out);
  }

  PublishCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    var release = new ReleaseId(Arguments.product(product), Arguments.version(version));
    Duration limit = TimeOption.parse("--timeout", timeout);
    files.forEach(FileCheck::require);
    DocumentCheck.require(files, Arguments.installer(kind));
    var report = new PublishReport(release, progress());
    Map<Path, ScannedFile> scanned = new LinkedHashMap<>();
    for (Path file : files) {
      scanned.put(file, scan(file, report));
    }
    try (ApiClient api = options.client(Api.PUBLISHER);
        PublishClient client = new PublishClient(api, THROUGH_A_BREAK)) {
      long policyVersion = policy == null ? 0 : applyPolicy(policy, report);
      for (Map.Entry<Path, ScannedFile> entry : scanned.entrySet()) {
        client.upload(release, entry.getKey(), entry.getValue(), report.upload(entry.getKey()));
      }
      JsonNode published = client.publish(body(release, scanned, policyVersion));
      report.published(published);
      boolean patchesToo = published.path("patchesExpected").asBoolean();
      new ReleaseFollower(api, release).follow(patchesToo, limit, report::happened);
      end(report, api.get(ReleaseFollower.path(release)));
    }
    return ExitCode.DONE;
  }

  /// Progress goes where it does not mix with a document.
  private Progress progress() {
    return Progress.on(output.isJson() ? System.err : out, System.getenv());
  }

  private static ScannedFile scan(Path file, PublishReport report) {
    try {
      long lengthBytes = Files.size(file);
      return ScannedFile.scan(
          file,
          SliceList.DEFAULT_SLICE_LENGTH_BYTES,
          readBytes -> report.read(file, readBytes, lengthBytes));
    } catch (IOException e) {
      throw new UsageException(
          file + ": expected a file that can be read, got " + e.getMessage(), e);
    }
  }

  private long applyPolicy(Path file, PublishReport report) throws InterruptedException {
    String document = TextFile.read(file);
    try (ApiClient notifier = options.client(Api.NOTIFIER)) {
      String path =
          ApiClient.withQuery(
              POLICIES + ApiClient.segment(product),
              Map.of("reason", "publish of " + product + "/" + version));
      long applied = notifier.put(path, YAML, document).path("version").asLong();
      report.policyApplied(applied);
      return applied;
    }
  }

  private ObjectNode body(ReleaseId release, Map<Path, ScannedFile> scanned, long policyVersion) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("product", release.product().value())
            .put("version", release.version().value())
            .put("start", start)
            .put("policyVersion", policyVersion);
    ArrayNode artifacts = body.putArray("artifacts");
    scanned.forEach(
        (file, found) ->
            artifacts
                .addObject()
                .put("name", String.valueOf(file.getFileName()))
                .put("lengthBytes", found.lengthBytes())
                .put("sha256", found.digest().hex())
                .put("installer", kind));
    ArrayNode names = body.putArray("hardware");
    hardware.forEach(names::add);
    if (floor != null) {
      body.put("floor", floor);
    }
    if (counter != null) {
      body.put("counter", counter);
    }
    return body;
  }

  private void end(PublishReport report, JsonNode release) {
    output.printText(out, release, () -> report.end(release));
  }
}
