package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.console.command.session.Session;
import dev.sluice.console.command.session.Waiting;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.PendingException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.Table;
import java.io.PrintStream;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice safeguard …`: which devices are kept out of releases.
@Command(
    name = "safeguard",
    description = SafeguardCommand.DESCRIPTION,
    mixinStandardHelpOptions = true)
final class SafeguardCommand {
  static final String DESCRIPTION = "Keep devices out of releases until a hold is lifted.";

  private static final String SAFEGUARDS = "/api/v1/safeguards/";

  private final PrintStream out;

  SafeguardCommand(PrintStream out) {
    this.out = out;
  }

  @Command(
      name = "add",
      description = "Keep devices out of the releases of a product.",
      mixinStandardHelpOptions = true)
  int add(
      @Mixin Session session,
      @Parameters(paramLabel = "PRODUCT", description = "whose releases") String product,
      @Parameters(paramLabel = "NAME", description = "how to call the hold") String name,
      @Option(
              names = "--where",
              paramLabel = "CONDITION",
              required = true,
              description = "which devices, such as \"hardware = 'rev-b' AND version < '2.0'\"")
          String where,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "why, for the audit log and for those who look")
          String reason,
      @Option(
              names = "--force",
              description = "even if some devices cannot read rings documents with holds")
          boolean force,
      @Mixin Waiting waiting)
      throws InterruptedException {
    String path = SAFEGUARDS + ApiClient.segment(product);
    try (var client = session.client()) {
      JsonNode sent =
          client.post(
              path,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("name", name)
                  .put("where", where)
                  .put("reason", reason)
                  .put("force", force),
              UUID.randomUUID().toString());
      Optional<JsonNode> seen = waiting.until(() -> find(client.get(path), name));
      JsonNode shown = seen.orElse(sent);
      session.output().print(out, shown, () -> row(table(), shown));
      requireSeen(seen.isPresent(), product, name, waiting);
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "list",
      description = "Show the holds of a product, and how many devices each keeps out.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Session session,
      @Parameters(paramLabel = "PRODUCT", description = "whose") String product)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode answer = client.get(SAFEGUARDS + ApiClient.segment(product));
      session
          .output()
          .print(
              out,
              answer,
              () -> {
                Table table = table();
                answer.path("holds").forEach(hold -> row(table, hold));
                return table;
              });
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "lift",
      description = "Lift a hold; its devices take part again.",
      mixinStandardHelpOptions = true)
  int lift(
      @Mixin Session session,
      @Parameters(paramLabel = "PRODUCT", description = "whose") String product,
      @Parameters(paramLabel = "NAME", description = "the hold") String name,
      @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit log")
          String reason,
      @Mixin Waiting waiting)
      throws InterruptedException {
    String path = SAFEGUARDS + ApiClient.segment(product);
    var body = JsonNodeFactory.instance.objectNode();
    try (var client = session.client()) {
      JsonNode lifted =
          client.post(
              path + "/" + ApiClient.segment(name) + "/lifts",
              reason == null ? body : body.put("reason", reason),
              UUID.randomUUID().toString());
      Optional<JsonNode> seen =
          waiting.until(
              () -> Optional.of(client.get(path)).filter(now -> find(now, name).isEmpty()));
      session.output().print(out, lifted, () -> row(table(), lifted));
      requireSeen(seen.isPresent(), product, name, waiting);
    }
    return ExitCode.DONE;
  }

  private static Optional<JsonNode> find(JsonNode answer, String name) {
    return StreamSupport.stream(answer.path("holds").spliterator(), false)
        .filter(hold -> text(hold, "name").equals(name))
        .findFirst();
  }

  private static void requireSeen(boolean isSeen, String product, String name, Waiting waiting) {
    if (!isSeen) {
      throw new PendingException(
          "hold %s of %s: the order is safe, its effect did not show within %s; see `sluice safeguard list %s`"
              .formatted(name, product, waiting.limit(), product));
    }
  }

  private static Table table() {
    return new Table("NAME", "DEVICES", "WHERE", "BY", "REASON");
  }

  private static Table row(Table table, JsonNode hold) {
    return table.row(
        text(hold, "name"),
        hold.path("devices").asLong(),
        text(hold, "where"),
        text(hold, "by"),
        text(hold, "reason"));
  }
}
