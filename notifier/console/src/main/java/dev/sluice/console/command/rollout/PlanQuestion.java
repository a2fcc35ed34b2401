package dev.sluice.console.command.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.program.config.Share;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.TextFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Picocli mixin: what to plan.
final class PlanQuestion {
  @Parameters(index = "0", paramLabel = "PRODUCT", description = "whose")
  private String product = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "a published release")
  private String version = "";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "a policy to try; without it the one in force")
  private @Nullable Path policy;

  @Option(
      names = "--failures",
      paramLabel = "SHARE",
      split = ",",
      description = "failure rates to try, such as 1%%,5%%; without it 1, 2, 5, 10 and 50 %%")
  private List<String> failures = List.of();

  @Option(
      names = "--tiers",
      paramLabel = "NODES",
      split = ",",
      description = "edge nodes of each tier, the one next to the origin first; without it 1")
  private List<Integer> tiers = List.of();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "of all chance; equal seeds give equal plans")
  private long seed;

  /// The question as the API takes it.
  ObjectNode toJson() {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("product", product)
            .put("version", version)
            .put("seed", seed);
    if (policy != null) {
      json.put("policy", TextFile.read(policy));
    }
    if (!failures.isEmpty()) {
      var rates = json.putArray("failedPpm");
      failures.forEach(text -> rates.add(ppm(text)));
    }
    if (!tiers.isEmpty()) {
      var nodes = json.putArray("tiers");
      tiers.forEach(nodes::add);
    }
    return json;
  }

  private static long ppm(String text) {
    try {
      return Share.parse(text).ppm();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--failures: " + e.getMessage(), e);
    }
  }
}
