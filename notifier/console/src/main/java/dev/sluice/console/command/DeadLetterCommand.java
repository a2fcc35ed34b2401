package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.console.command.session.GivenReason;
import dev.sluice.console.command.session.Reason;
import dev.sluice.console.command.session.Session;
import dev.sluice.console.command.session.Waiting;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.OneLine;
import dev.sluice.program.exit.PendingException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice dead-letter …`: what could not be handled.
@Command(
    name = "dead-letter",
    description = DeadLetterCommand.DESCRIPTION,
    mixinStandardHelpOptions = true)
final class DeadLetterCommand {
  static final String DESCRIPTION = "Show what could not be handled, replay it, or discard it.";

  private static final String LETTERS = "/api/v1/dead-letters";

  private final PrintStream out;

  DeadLetterCommand(PrintStream out) {
    this.out = out;
  }

  @Command(
      name = "list",
      description = "Show dead letters, the newest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Session session,
      @Option(
              names = "--state",
              paramLabel = "STATE",
              defaultValue = "open",
              description =
                  "open, replaying, replayed, discarded or all; default: ${DEFAULT-VALUE}")
          String state,
      @Option(names = "--topic", paramLabel = "NAME", description = "only what came from it")
          @Nullable String topic,
      @Option(
              names = "--key",
              paramLabel = "TEXT",
              description = "only records whose key begins with it: a product, a device")
          @Nullable String key,
      @Option(names = "--reason", paramLabel = "TEXT", description = "only those with it in theirs")
          @Nullable String reason,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "200",
              description = "most letters to show; default: ${DEFAULT-VALUE}")
          int limit)
      throws InterruptedException {
    Map<String, String> query = new TreeMap<>();
    put(query, "state", state.equals("all") ? null : state);
    put(query, "topic", topic);
    put(query, "key", key);
    put(query, "reason", reason);
    try (var client = session.client()) {
      List<JsonNode> letters = client.list(ApiClient.withQuery(LETTERS, query), limit);
      session.output().printAll(out, letters, DeadLetterCommand::table);
    }
    return ExitCode.DONE;
  }

  private static void put(Map<String, String> query, String name, @Nullable String value) {
    if (value != null) {
      query.put(name, value);
    }
  }

  @Command(
      name = "show",
      description = "Show one with its headers and payload.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin Session session,
      @Parameters(paramLabel = "ID", description = "the letter's") String id)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode shown = client.get(path(id));
      session.output().printText(out, shown, () -> print(shown));
    }
    return ExitCode.DONE;
  }

  private void print(JsonNode shown) {
    JsonNode letter = shown.path("letter");
    var facts = new Table("LETTER", text(letter, "id"));
    for (String name :
        List.of(
            "state",
            "at",
            "topic",
            "key",
            "consumer",
            "reason",
            "replayOf",
            "cameBackAs",
            "decidedBy",
            "why")) {
      if (!text(letter, name).equals("-")) {
        facts.row(name, text(letter, name));
      }
    }
    for (JsonNode header : shown.path("headers")) {
      facts.row("header " + text(header, "name"), text(header, "value"));
    }
    facts.print(out);
    JsonNode payload = shown.path("payload");
    String form = payload.path("form").asText("gone");
    out.println();
    out.println(
        switch (form) {
          case "json", "hex" -> lines(payload.path("text").asText());
          case "withheld" -> "(withheld: it is about tokens)";
          default -> "(its topic has the record no longer)";
        });
    if (payload.path("isCut").asBoolean()) {
      out.println("(there is more)");
    }
  }

  /// Text of several lines that a terminal obeys in nothing else.
  private static String lines(String text) {
    return text.lines().map(OneLine::of).collect(Collectors.joining(System.lineSeparator()));
  }

  @Command(
      name = "replay",
      description = "Send its record again to where it came from.",
      mixinStandardHelpOptions = true)
  int replay(
      @Mixin Session session,
      @Parameters(paramLabel = "ID", description = "the letter's") String id,
      @Mixin Reason reason,
      @Mixin Waiting waiting)
      throws InterruptedException {
    return decide(session, id, "/replays", reason.text(), waiting, "replayed");
  }

  @Command(
      name = "discard",
      description = "Decide that it needs no handling.",
      mixinStandardHelpOptions = true)
  int discard(
      @Mixin Session session,
      @Parameters(paramLabel = "ID", description = "the letter's") String id,
      @Mixin GivenReason reason,
      @Mixin Waiting waiting)
      throws InterruptedException {
    return decide(session, id, "/discards", reason.text(), waiting, "discarded");
  }

  private int decide(
      Session session, String id, String path, String reason, Waiting waiting, String state)
      throws InterruptedException {
    try (var client = session.client()) {
      var body = JsonNodeFactory.instance.objectNode().put("reason", reason);
      JsonNode before = client.post(path(id) + path, body, UUID.randomUUID().toString());
      Optional<JsonNode> seen = waiting.until(() -> look(client, id, before, state));
      JsonNode shown = seen.orElse(before);
      session
          .output()
          .print(
              out,
              shown,
              () -> new Table("LETTER", "STATE").row(text(shown, "id"), text(shown, "state")));
      if (seen.isEmpty()) {
        throw new PendingException(
            "letter %s: the order is safe, its effect did not show within %s; see `sluice dead-letter show %s`"
                .formatted(id, waiting.limit(), id));
      }
    }
    return ExitCode.DONE;
  }

  /// The letter once it shows a later decision than before.
  private static Optional<JsonNode> look(ApiClient client, String id, JsonNode before, String state)
      throws InterruptedException {
    JsonNode now = client.get(path(id)).path("letter");
    boolean isLater = !now.path("decidedAt").equals(before.path("decidedAt"));
    return isLater && now.path("state").asText().equals(state)
        ? Optional.of(now)
        : Optional.empty();
  }

  private static String path(String id) {
    return LETTERS + "/" + ApiClient.segment(id);
  }

  private static Table table(List<JsonNode> letters) {
    var table = new Table("LETTER", "TIME", "STATE", "TOPIC", "KEY", "REASON");
    for (JsonNode letter : letters) {
      table.row(
          text(letter, "id"),
          text(letter, "at"),
          text(letter, "state"),
          text(letter, "topic"),
          text(letter, "key"),
          text(letter, "reason"));
    }
    return table;
  }
}
