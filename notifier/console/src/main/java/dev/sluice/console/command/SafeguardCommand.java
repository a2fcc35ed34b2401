package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.console.command.session.GivenReason;
import dev.sluice.console.command.session.Reason;
import dev.sluice.console.command.session.Session;
import dev.sluice.program.exit.ExitCode;
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

  static final String SAFEGUARDS = "/api/v1/safeguards/";

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
      @Mixin HoldParameter hold,
      @Option(
              names = "--where",
              paramLabel = "CONDITION",
              required = true,
              description = "which devices, such as \"hardware = 'rev-b' AND version < '2.0'\"")
          String where,
      @Mixin GivenReason reason,
      @Option(
              names = "--force",
              description = "even if some devices cannot read rings documents with holds")
          boolean force)
      throws InterruptedException {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", hold.name())
            .put("where", where)
            .put("reason", reason.text())
            .put("force", force);
    try (var client = session.client()) {
      JsonNode sent = client.post(hold.productPath(), body, UUID.randomUUID().toString());
      Optional<JsonNode> seen =
          hold.waiting().until(() -> find(client.get(hold.productPath()), hold.name()));
      JsonNode shown = seen.orElse(sent);
      session.output().print(out, shown, () -> row(table(), shown));
      return end(seen.isPresent(), hold);
    }
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
  int lift(@Mixin Session session, @Mixin HoldParameter hold, @Mixin Reason reason)
      throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason.text());
    try (var client = session.client()) {
      JsonNode lifted = client.post(hold.path() + "/lifts", body, UUID.randomUUID().toString());
      Optional<JsonNode> seen =
          hold.waiting()
              .until(
                  () ->
                      Optional.of(client.get(hold.productPath()))
                          .filter(now -> find(now, hold.name()).isEmpty()));
      session.output().print(out, lifted, () -> row(table(), lifted));
      return end(seen.isPresent(), hold);
    }
  }

  private static Optional<JsonNode> find(JsonNode answer, String name) {
    return StreamSupport.stream(answer.path("holds").spliterator(), false)
        .filter(hold -> text(hold, "name").equals(name))
        .findFirst();
  }

  private static int end(boolean isSeen, HoldParameter hold) {
    if (!isSeen) {
      throw hold.pending();
    }
    return ExitCode.DONE;
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
