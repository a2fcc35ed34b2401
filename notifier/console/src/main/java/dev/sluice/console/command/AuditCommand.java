package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.OneLine;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.remote.Api;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.ApiOptions;
import dev.sluice.program.remote.JsonText;
import dev.sluice.program.remote.Table;
import dev.sluice.program.remote.TimeOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sluice audit`: who did what, when and why.
@Command(name = "audit", description = AuditCommand.DESCRIPTION, mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Show who did what, when and why, the newest first.";

  private static final String AUDIT = "/api/v1/audit";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(names = "--product", paramLabel = "NAME", description = "only what concerns it")
  private @Nullable String product;

  @Option(names = "--rollout", paramLabel = "ID", description = "only what concerns it")
  private @Nullable String rollout;

  @Option(names = "--who", paramLabel = "NAME", description = "only what they did")
  private @Nullable String who;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "only change, order, policy, token, release, device or dead-letter")
  private @Nullable String kind;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "only since then: how long ago (90m, 7d), or a moment in ISO 8601")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "only before then; as --since")
  private @Nullable String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "200",
      description = "most rows of a table; default: ${DEFAULT-VALUE}. json and csv have no limit")
  private int limit = 200;

  @Option(
      names = {"--output", "-o"},
      paramLabel = "FORMAT",
      description = "table, json (an entry on each line) or csv; default: ${DEFAULT-VALUE}")
  private Form form = Form.TABLE;

  private final PrintStream out;
  private final InstantSource clock = InstantSource.system();

  AuditCommand(PrintStream out) {
    this.out = out;
  }

  /// How it is printed.
  enum Form {
    TABLE,
    JSON,
    CSV
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> query = query();
    try (var client = api.client(Api.NOTIFIER)) {
      switch (form) {
        case TABLE -> table(client.list(ApiClient.withQuery(AUDIT, query), limit)).print(out);
        case JSON -> export(client, query, "json-lines", line -> json(line) + "\n");
        case CSV -> export(client, query, "csv", line -> OneLine.of(line) + "\r\n");
      }
    }
    return ExitCode.DONE;
  }

  private Map<String, String> query() {
    Map<String, String> query = new TreeMap<>();
    put(query, "product", product);
    put(query, "rollout", rollout);
    put(query, "who", who);
    put(query, "kind", kind);
    put(query, "from", moment("--since", since));
    put(query, "to", moment("--until", until));
    return query;
  }

  private static void put(Map<String, String> query, String name, @Nullable String value) {
    if (value != null) {
      query.put(name, value);
    }
  }

  /// A moment, or how long ago it was.
  private @Nullable String moment(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text.toUpperCase(Locale.ROOT)).toString();
    } catch (DateTimeParseException _) {
      return clock.instant().minus(TimeOption.parse(option, text)).toString();
    }
  }

  /// Prints the file as it comes; people wrote some of it, and a terminal obeys none.
  private void export(
      ApiClient client, Map<String, String> query, String format, UnaryOperator<String> shown)
      throws InterruptedException {
    query.put("format", format);
    String path = ApiClient.withQuery(AUDIT + "/export", query);
    try (var file =
        new BufferedReader(new InputStreamReader(client.download(path), StandardCharsets.UTF_8))) {
      for (var line = file.readLine(); line != null; line = file.readLine()) {
        out.print(shown.apply(line));
      }
      out.flush();
    } catch (IOException e) {
      throw new UnreachableException(
          "%s: the audit log was not sent to its end (%s); try again"
              .formatted(client.base(), e.getMessage()),
          e);
    }
  }

  private static String json(String line) {
    try {
      return JsonText.line(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new FailedException("expected JSON in a line of the audit log, got something else", e);
    }
  }

  private static Table table(List<JsonNode> entries) {
    var table = new Table("TIME", "WHO", "WHAT", "OF", "WHY");
    for (JsonNode entry : entries) {
      table.row(
          text(entry, "at"),
          text(entry, "who"),
          text(entry, "what"),
          text(entry, "subject"),
          text(entry, "why"));
    }
    return table;
  }
}
