package dev.sluice.console.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.OutputFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice rollout …`: what an operator sees and orders.
@Command(
    name = "rollout",
    description = RolloutCommand.DESCRIPTION,
    mixinStandardHelpOptions = true)
final class RolloutCommand {
  static final String DESCRIPTION =
      "Watch rollouts, and start, pause, pass, approve, halt or undo one.";

  private static final String ROLLOUTS = "/api/v1/rollouts";
  private static final int LIST_LIMIT = 10_000;

  private final PrintStream out;

  RolloutCommand(PrintStream out) {
    this.out = out;
  }

  @Command(name = "list", description = "Show every rollout.", mixinStandardHelpOptions = true)
  int list(
      @Mixin Session session,
      @Option(names = "--product", paramLabel = "NAME", description = "only those of this product")
          String product,
      @Option(names = "--watch", description = "then show each change until interrupted")
          boolean watch)
      throws InterruptedException {
    String path =
        product == null ? ROLLOUTS : ApiClient.withQuery(ROLLOUTS, Map.of("product", product));
    try (var client = session.client()) {
      List<JsonNode> rollouts = client.list(path, LIST_LIMIT);
      session.output().print(out, array(rollouts), () -> RolloutTable.of(rollouts));
      if (watch) {
        var follower = new RolloutFollower(client, out, session.output().format());
        follower.followAll(product == null ? "" : product);
      }
    }
    return ExitCode.DONE;
  }

  @Command(name = "get", description = "Show one rollout.", mixinStandardHelpOptions = true)
  int get(
      @Mixin Session session,
      @Mixin RolloutParameter rollout,
      @Option(names = "--watch", description = "show each change until it ends") boolean watch)
      throws InterruptedException {
    try (var client = session.client()) {
      if (watch) {
        return new RolloutFollower(client, out, session.output().format())
            .followToItsEnd(rollout.path(), rollout.id().toString());
      }
      JsonNode shown = client.get(rollout.path());
      if (session.output().format() == OutputFormat.TABLE) {
        out.println(RolloutTable.line(shown));
      }
      session.output().print(out, shown, () -> RolloutTable.rings(shown));
      if (session.output().format() == OutputFormat.TABLE && hasCauses(shown)) {
        out.println();
        RolloutTable.causes(shown).print(out);
      }
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "start",
      description = "Start a rollout that waits for it.",
      mixinStandardHelpOptions = true)
  int start(@Mixin Session session, @Mixin RolloutParameter rollout, @Mixin Ordering ordering)
      throws InterruptedException {
    return ordering.order(session, rollout, Ordering.Effect.START, out);
  }

  @Command(
      name = "pause",
      description = "Admit no further device until resumed.",
      mixinStandardHelpOptions = true)
  int pause(@Mixin Session session, @Mixin RolloutParameter rollout, @Mixin Ordering ordering)
      throws InterruptedException {
    return ordering.order(session, rollout, Ordering.Effect.PAUSE, out);
  }

  @Command(
      name = "resume",
      description = "Go on with a paused rollout.",
      mixinStandardHelpOptions = true)
  int resume(@Mixin Session session, @Mixin RolloutParameter rollout, @Mixin Ordering ordering)
      throws InterruptedException {
    return ordering.order(session, rollout, Ordering.Effect.RESUME, out);
  }

  @Command(
      name = "promote",
      description = "Pass the gate of the wave, whatever it says.",
      mixinStandardHelpOptions = true)
  int promote(@Mixin Session session, @Mixin RolloutParameter rollout, @Mixin Ordering ordering)
      throws InterruptedException {
    return ordering.order(session, rollout, Ordering.Effect.PROMOTE, out);
  }

  @Command(
      name = "approve",
      description = "Let the ring begin that has to be approved.",
      mixinStandardHelpOptions = true)
  int approve(@Mixin Session session, @Mixin RolloutParameter rollout, @Mixin Ordering ordering)
      throws InterruptedException {
    return ordering.order(session, rollout, Ordering.Effect.APPROVE, out);
  }

  @Command(
      name = "halt",
      description = "End a rollout where it stands, for good.",
      mixinStandardHelpOptions = true)
  int halt(@Mixin Session session, @Mixin RolloutParameter rollout, @Mixin Ordering ordering)
      throws InterruptedException {
    return ordering.order(session, rollout, Ordering.Effect.HALT, out);
  }

  @Command(
      name = "rollback",
      description = "Take the devices that a rollout reached back to an earlier release.",
      mixinStandardHelpOptions = true)
  int rollback(
      @Mixin Session session,
      @Mixin RolloutParameter rollout,
      @Mixin Ordering ordering,
      @Option(
              names = "--to",
              paramLabel = "VERSION",
              required = true,
              description = "the release to go back to")
          String target,
      @Option(
              names = "--everywhere",
              description = "all rings at once; without it one after the other")
          boolean everywhere)
      throws InterruptedException {
    return ordering.order(
        session,
        rollout,
        Ordering.Effect.ROLL_BACK,
        body -> body.put("to", target).put("everywhere", everywhere),
        out);
  }

  private static boolean hasCauses(JsonNode rollout) {
    for (JsonNode ring : rollout.path("rings")) {
      if (!ring.path("causes").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode array(List<JsonNode> items) {
    var array = JsonNodeFactory.instance.arrayNode();
    array.addAll(items);
    return array;
  }

  /// Which rollout.
  static final class RolloutParameter {
    @Parameters(paramLabel = "ROLLOUT", description = "its id, as `rollout list` shows it")
    private String text = "";

    RolloutId id() {
      if (!RolloutId.isValid(text)) {
        throw new UsageException(
            "expected %s, got \"%s\"; see `sluice rollout list`".formatted(RolloutId.SYNTAX, text));
      }
      return RolloutId.parse(text);
    }

    String path() {
      return ROLLOUTS + "/" + id();
    }
  }
}
