package dev.sluice.console.command.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.console.command.session.Session;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// `sluice rollout pause`, `halt` and every other order: one command for each [OrderEffect].
@Command(mixinStandardHelpOptions = true)
class OrderCommand implements Callable<Integer> {
  @Mixin private final Session session = new Session();
  @Mixin private final RolloutParameter rollout = new RolloutParameter();
  @Mixin private final Ordering ordering = new Ordering();

  private final OrderEffect effect;
  private final PrintStream out;

  OrderCommand(OrderEffect effect, PrintStream out) {
    this.effect = effect;
    this.out = out;
  }

  /// The command as picocli wants it.
  static CommandSpec spec(OrderEffect effect, PrintStream out) {
    OrderCommand command =
        switch (effect) {
          case START, PAUSE, RESUME, PROMOTE, APPROVE, HALT -> new OrderCommand(effect, out);
          case RETRY -> new Retry(out);
          case ROLL_BACK -> new RollBack(out);
        };
    CommandSpec spec = CommandSpec.forAnnotatedObject(command).name(effect.command());
    spec.usageMessage().description(effect.description());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return ordering.order(session, rollout, effect, this::say, out);
  }

  /// Adds what the command was told to what the order says.
  ObjectNode say(ObjectNode body) {
    return body;
  }

  /// The one that may be for one ring.
  private static final class Retry extends OrderCommand {
    @Option(
        names = "--ring",
        paramLabel = "RING",
        description = "only devices of this ring; without it all rings that it reached")
    private String ring = "";

    @Option(
        names = "--force",
        description = "even if some devices are too old to read that they are asked again")
    private boolean force;

    Retry(PrintStream out) {
      super(OrderEffect.RETRY, out);
    }

    @Override
    ObjectNode say(ObjectNode body) {
      if (!ring.isEmpty()) {
        body.put("ring", ring);
      }
      return force ? body.put("force", true) : body;
    }
  }

  /// The one that says where to.
  private static final class RollBack extends OrderCommand {
    @Option(
        names = "--to",
        paramLabel = "VERSION",
        required = true,
        description = "the release to go back to")
    private String target = "";

    @Option(
        names = "--everywhere",
        description = "all rings at once; without it one after the other")
    private boolean everywhere;

    RollBack(PrintStream out) {
      super(OrderEffect.ROLL_BACK, out);
    }

    @Override
    ObjectNode say(ObjectNode body) {
      return body.put("to", target).put("everywhere", everywhere);
    }
  }
}
