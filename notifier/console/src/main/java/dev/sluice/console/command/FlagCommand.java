package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.console.command.session.GivenReason;
import dev.sluice.console.command.session.Session;
import dev.sluice.console.command.session.Waiting;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
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

/// `sluice flag …`: feature flags that are off in a ring.
@Command(name = "flag", description = FlagCommand.DESCRIPTION, mixinStandardHelpOptions = true)
final class FlagCommand {
  static final String DESCRIPTION = "Switch feature flags off for a ring, and on again.";

  private static final String FLAGS = "/api/v1/flags/";
  private static final String OFF = "off";

  private final PrintStream out;

  FlagCommand(PrintStream out) {
    this.out = out;
  }

  /// Which flag of which ring.
  private static final class Which {
    @Parameters(paramLabel = "FLAG", description = "its name")
    private String flag = "";

    @Option(
        names = "--product",
        paramLabel = "PRODUCT",
        required = true,
        description = "the set of flags")
    private String product = "";

    @Option(names = "--ring", paramLabel = "RING", required = true, description = "whose devices")
    private String ring = "";
  }

  @Command(
      name = "off",
      description = "Switch a flag off, whatever the releases of the ring say.",
      mixinStandardHelpOptions = true)
  int off(
      @Mixin Session session,
      @Mixin Which which,
      @Mixin GivenReason reason,
      @Option(
              names = "--force",
              description = "even if some devices cannot read rings documents with flags off")
          boolean force,
      @Mixin Waiting waiting)
      throws InterruptedException {
    return order(session, which, true, reason.text(), force, waiting);
  }

  @Command(
      name = "on",
      description = "Switch a flag on again: its devices have it as their release says.",
      mixinStandardHelpOptions = true)
  int on(
      @Mixin Session session, @Mixin Which which, @Mixin GivenReason reason, @Mixin Waiting waiting)
      throws InterruptedException {
    return order(session, which, false, reason.text(), false, waiting);
  }

  private int order(
      Session session, Which which, boolean off, String reason, boolean force, Waiting waiting)
      throws InterruptedException {
    String path = FLAGS + ApiClient.segment(which.product);
    try (var client = session.client()) {
      JsonNode sent =
          client.post(
              path + "/switches",
              JsonNodeFactory.instance
                  .objectNode()
                  .put("ring", which.ring)
                  .put("flag", which.flag)
                  .put("off", off)
                  .put("reason", reason)
                  .put("force", force),
              UUID.randomUUID().toString());
      Optional<JsonNode> answer = waiting.until(() -> settled(client.get(path), which, off));
      JsonNode shown = answer.flatMap(now -> find(now, which)).orElse(sent);
      session.output().print(out, shown, () -> row(table(), shown));
      if (answer.isEmpty()) {
        throw new PendingException(
            "flag %s of %s, ring %s: the order is safe, it is not signed within %s; see `sluice flag list --product %s`"
                .formatted(which.flag, which.product, which.ring, waiting.limit(), which.product));
      }
    }
    return ExitCode.DONE;
  }

  /// The answer, once devices can read what was ordered.
  private static Optional<JsonNode> settled(JsonNode answer, Which which, boolean off) {
    Optional<JsonNode> flag = find(answer, which);
    boolean isSettled =
        off ? flag.filter(one -> text(one, "state").equals(OFF)).isPresent() : flag.isEmpty();
    return isSettled ? Optional.of(answer) : Optional.empty();
  }

  private static Optional<JsonNode> find(JsonNode answer, Which which) {
    return StreamSupport.stream(answer.path("rings").spliterator(), false)
        .flatMap(ring -> StreamSupport.stream(ring.path("switched").spliterator(), false))
        .filter(flag -> text(flag, "ring").equals(which.ring))
        .filter(flag -> text(flag, "flag").equals(which.flag))
        .findFirst();
  }

  @Command(
      name = "list",
      description = "Show which flags are off in which ring, and how many devices follow.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Session session,
      @Option(
              names = "--product",
              paramLabel = "PRODUCT",
              required = true,
              description = "the set of flags")
          String product)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode answer = client.get(FLAGS + ApiClient.segment(product));
      if (answer.path("rings").isEmpty()) {
        throw new FailedException(
            "product %s: expected a set of flags with a release in its rings, found none; `sluice publish FILE --kind flags` publishes one"
                .formatted(product));
      }
      session
          .output()
          .print(
              out,
              answer,
              () -> {
                Table table = table();
                answer
                    .path("rings")
                    .forEach(ring -> ring.path("switched").forEach(flag -> row(table, flag)));
                return table;
              });
    }
    return ExitCode.DONE;
  }

  private static Table table() {
    return new Table("RING", "FLAG", "STATE", "FOLLOWED BY", "SINCE", "BY", "REASON");
  }

  private static Table row(Table table, JsonNode flag) {
    return table.row(
        text(flag, "ring"),
        text(flag, "flag"),
        state(text(flag, "state")),
        "%d of %d".formatted(flag.path("devices").asLong(), flag.path("ringDevices").asLong()),
        text(flag, "at"),
        text(flag, "by"),
        text(flag, "reason"));
  }

  private static String state(String word) {
    return switch (word) {
      case "switching-off" -> "ordered off, not signed yet";
      case "switching-on" -> "ordered on, not signed yet";
      default -> word;
    };
  }
}
