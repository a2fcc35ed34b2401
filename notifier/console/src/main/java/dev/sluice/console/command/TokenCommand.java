package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;
import static dev.sluice.console.command.session.Texts.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.console.command.session.Session;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.Table;
import dev.sluice.program.remote.TimeOption;
import java.io.PrintStream;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice token …`: who may call the API.
@Command(name = "token", description = TokenCommand.DESCRIPTION, mixinStandardHelpOptions = true)
final class TokenCommand {
  static final String DESCRIPTION = "Give out tokens for the API, list them, take them back.";

  private static final String TOKENS = "/api/v1/tokens";
  private static final int LIST_LIMIT = 10_000;

  private final PrintStream out;

  TokenCommand(PrintStream out) {
    this.out = out;
  }

  @Command(
      name = "create",
      description = "Make a token and print it, this once.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin Session session,
      @Parameters(paramLabel = "NAME", description = "whose token: what the audit log will say")
          String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              required = true,
              split = ",",
              description = "viewer, publisher, operator, approver or admin")
          List<String> roles,
      @Option(
              names = "--product",
              paramLabel = "NAME",
              split = ",",
              description = "the products of a publisher; limits an operator to them")
          List<String> products,
      @Option(
              names = "--lifetime",
              paramLabel = "DURATION",
              description = "how long it opens (12h, 90d); default: until it is revoked")
          String lifetime)
      throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
    roles.forEach(body.putArray("roles")::add);
    if (products != null) {
      products.forEach(body.putArray("products")::add);
    }
    if (lifetime != null) {
      body.put("lifetime", TimeOption.parse("--lifetime", lifetime).toString());
    }
    try (var client = session.client()) {
      JsonNode made = client.post(TOKENS, body, UUID.randomUUID().toString());
      // Alone on its line, so that a script can keep it: sluice token create … > file.
      session.output().printText(out, made, () -> out.println(made.path("token").asText()));
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "list",
      description = "Show who has or had a token.",
      mixinStandardHelpOptions = true)
  int list(@Mixin Session session) throws InterruptedException {
    try (var client = session.client()) {
      List<JsonNode> tokens = client.list(TOKENS, LIST_LIMIT);
      session.output().printAll(out, tokens, TokenCommand::table);
    }
    return ExitCode.DONE;
  }

  private static Table table(List<JsonNode> tokens) {
    var table = new Table("NAME", "ROLES", "PRODUCTS", "STATE", "EXPIRES", "BY");
    for (JsonNode token : tokens) {
      table.row(
          text(token, "name"),
          words(token, "roles"),
          words(token, "products"),
          text(token, "state"),
          text(token, "expires"),
          text(token, "by"));
    }
    return table;
  }

  @Command(name = "revoke", description = "Take a token back.", mixinStandardHelpOptions = true)
  int revoke(
      @Mixin Session session, @Parameters(paramLabel = "NAME", description = "whose") String name)
      throws InterruptedException {
    try (var client = session.client()) {
      var _ = client.delete(TOKENS + "/" + ApiClient.segment(name));
      var json = JsonNodeFactory.instance.objectNode().put("name", name).put("state", "revoked");
      session.output().printText(out, json, () -> out.println("token " + name + " is revoked"));
    }
    return ExitCode.DONE;
  }
}
