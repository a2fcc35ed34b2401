package dev.sluice.console.command.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.console.command.session.Session;
import dev.sluice.console.command.session.Waiting;
import dev.sluice.console.command.terminal.LiveScreen;
import dev.sluice.console.command.terminal.Terminal;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.RefusedException;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.OutputOptions;
import dev.sluice.program.remote.TimeOption;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice rollout …`: what an operator sees and orders.
@Command(
    name = "rollout",
    description = RolloutCommand.DESCRIPTION,
    mixinStandardHelpOptions = true)
public final class RolloutCommand {
  /// What its help begins with.
  public static final String DESCRIPTION =
      "Watch and plan rollouts, and start, pause, pass, approve, halt or undo one.";

  static final String ROLLOUTS = "/api/v1/rollouts";
  private static final int LIST_LIMIT = 10_000;

  private static final Duration STATUS_PAUSE = Duration.ofSeconds(1);

  private final PrintStream out;
  private final Terminal terminal;

  private RolloutCommand(PrintStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// The command, with one for each order.
  public static CommandSpec spec(PrintStream out) {
    return spec(out, Terminal.ofProcess(System.getenv()));
  }

  static CommandSpec spec(PrintStream out, Terminal terminal) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new RolloutCommand(out, terminal));
    for (OrderEffect effect : OrderEffect.values()) {
      spec.addSubcommand(effect.command(), OrderCommand.spec(effect, out));
    }
    return spec;
  }

  @Command(name = "list", description = "Show every rollout.", mixinStandardHelpOptions = true)
  int list(
      @Mixin Session session,
      @Option(names = "--product", paramLabel = "NAME", description = "only those of this product")
          String product,
      @Option(
              names = {"--watch", "-w"},
              description = "then show each change until interrupted")
          boolean watch)
      throws InterruptedException {
    String path =
        product == null ? ROLLOUTS : ApiClient.withQuery(ROLLOUTS, Map.of("product", product));
    try (var client = session.client()) {
      List<JsonNode> rollouts = client.list(path, LIST_LIMIT);
      session.output().printAll(out, rollouts, RolloutTable::of);
      if (watch) {
        new RolloutFollower(client, new RolloutLines(out, session.output().format()))
            .followAll(product == null ? "" : product);
      }
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "create",
      description = {
        "Start the rollout of a release that waits for a person: its policy, or whoever published it, said so.",
        "Others start by themselves."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin Session session,
      @Parameters(paramLabel = "PRODUCT", description = "whose release") String product,
      @Parameters(paramLabel = "VERSION", description = "of the release") String version,
      @Mixin Ordering ordering)
      throws InterruptedException {
    return ordering.order(
        session, startable(session, product, version), OrderEffect.START, body -> body, out);
  }

  private static RolloutParameter startable(Session session, String product, String version)
      throws InterruptedException {
    String release = product + "/" + version;
    try (var client = session.client()) {
      List<JsonNode> rollouts =
          client.list(ApiClient.withQuery(ROLLOUTS, Map.of("product", product)), LIST_LIMIT);
      JsonNode latest =
          rollouts.stream()
              .filter(rollout -> rollout.path("release").asText().equals(release))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "release %s: expected one that is signed, there is none; see `sluice release list`"
                              .formatted(release)));
      String id = latest.path("id").asText();
      if (!OrderEffect.state(latest).equals("waiting-for-start")) {
        throw new RefusedException(
            "release %s: expected one that waits to be started, its rollout %s is %s"
                .formatted(release, id, OrderEffect.state(latest)));
      }
      return new RolloutParameter(id);
    }
  }

  @Command(name = "get", description = "Show one rollout.", mixinStandardHelpOptions = true)
  int get(
      @Mixin Session session,
      @Mixin RolloutParameter rollout,
      @Option(
              names = {"--watch", "-w"},
              description = "follow it until it ends: live on a terminal, else a line a change")
          boolean watch)
      throws InterruptedException {
    OutputOptions output = session.output();
    try (var client = session.client()) {
      if (watch) {
        return !output.isJson() && terminal.isTerminal()
            ? watch(client, rollout)
            : new RolloutFollower(client, new RolloutLines(out, output.format()))
                .followToItsEnd(rollout.path(), rollout.id().toString());
      }
      JsonNode shown = client.get(rollout.path());
      output.printText(
          out,
          shown,
          () -> tree(shown).lines(terminal.size().get().columns()).forEach(out::println));
    }
    return ExitCode.DONE;
  }

  private int watch(ApiClient client, RolloutParameter rollout) throws InterruptedException {
    try (var screen = LiveScreen.open(out, terminal.size())) {
      return new RolloutFollower(client, changed -> screen.show(tree(changed)))
          .followToItsEnd(rollout.path(), rollout.id().toString());
    }
  }

  private RolloutTree tree(JsonNode rollout) {
    return new RolloutTree(rollout, terminal.ink(), InstantSource.system());
  }

  @Command(
      name = "status",
      description = {
        "Say how a rollout stands, and wait until it has ended.",
        "Exit codes: 0 completed or superseded, 3 halted or rolled back, 4 no answer, 8 still under way."
      },
      mixinStandardHelpOptions = true)
  int status(
      @Mixin Session session,
      @Mixin RolloutParameter rollout,
      @Option(
              names = "--timeout",
              paramLabel = "DURATION",
              defaultValue = "0s",
              description = "how long to wait for its end (30m, 2h); default: ${DEFAULT-VALUE}")
          String timeout)
      throws InterruptedException {
    Duration limit = TimeOption.parse("--timeout", timeout);
    try (var client = session.client()) {
      Optional<JsonNode> ended =
          Waiting.until(limit, STATUS_PAUSE, () -> ended(client.get(rollout.path())));
      JsonNode shown = ended.isPresent() ? ended.get() : client.get(rollout.path());
      session.output().printText(out, shown, () -> out.println(RolloutTable.line(shown)));
      return RolloutFollower.exitCode(OrderEffect.state(shown));
    }
  }

  @Command(
      name = "plan",
      description = "Say what a rollout would do, before anything moves.",
      mixinStandardHelpOptions = true)
  int plan(@Mixin Session session, @Mixin PlanQuestion question) throws InterruptedException {
    try (var client = session.client()) {
      JsonNode plan =
          client.post(ROLLOUTS + "/plan", question.toJson(), UUID.randomUUID().toString());
      session.output().printText(out, plan, () -> PlanTable.print(plan, out));
    }
    return ExitCode.DONE;
  }

  private static Optional<JsonNode> ended(JsonNode rollout) {
    return Optional.of(rollout).filter(seen -> RolloutSnapshot.hasEnded(OrderEffect.state(seen)));
  }
}
