package dev.sluice.edge.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.JsonText;
import dev.sluice.program.remote.OutputFormat;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sluice edge summary`: how much a node served, and how much of that it had to fetch.
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description = "Show how much a node served, and how much of that it had to fetch.")
final class SummaryCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "the node, as http://HOST:PORT")
  private @Nullable URI url;

  @Option(
      names = {"--output", "-o"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json; default: table")
  private OutputFormat output = OutputFormat.TABLE;

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null || url == null) {
      throw new IllegalStateException("a command must be run by picocli");
    }
    try (var client = new ApiClient(url, Optional.empty())) {
      var summary = client.get("/summary");
      print(summary, spec.commandLine().getOut());
    }
    return 0;
  }

  private void print(JsonNode summary, PrintWriter out) {
    switch (output) {
      case JSON -> out.println(JsonText.pretty(summary));
      case TABLE -> {
        out.printf("%-16s %15s %15s%n", "", "last 15 s", "since start");
        for (var key : new String[] {"hitBytes", "missBytes", "egressBytes"}) {
          out.printf(
              "%-16s %,15d %,15d%n",
              key,
              summary.path("last15s").path(key).asLong(),
              summary.path("lifetime").path(key).asLong());
        }
        out.printf(
            Locale.ROOT,
            "%-16s %15.3f %15.3f%n",
            "hitRatioBytes",
            summary.path("last15s").path("hitRatioBytes").asDouble(),
            summary.path("lifetime").path("hitRatioBytes").asDouble());
        out.printf(
            "%-16s %15s %,15d%n", "upstreamBytes", "", summary.path("upstreamBytes").asLong());
        out.printf(
            "%-16s %15s %,15d%n",
            "upstreamRequests", "", summary.path("upstreamRequests").asLong());
      }
    }
    out.flush();
  }
}
