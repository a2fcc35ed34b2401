package dev.sluice.stack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.events.Order;
import dev.sluice.events.RingProgress;
import dev.sluice.events.RolloutOrdered;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.OutputFormat;
import dev.sluice.stack.PipelineView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice rollout …`: what an operator sees and orders.
@Command(
    name = "rollout",
    description = "Watch rollouts, and start, pause, resume or halt one.",
    mixinStandardHelpOptions = true)
final class RolloutCommand {
  private static final Duration EFFECT_LIMIT = Duration.ofSeconds(30);
  private static final Duration REDRAW = Duration.ofSeconds(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(name = "list", description = "Show every rollout.", mixinStandardHelpOptions = true)
  int list(
      @Mixin RunningPipeline pipeline,
      @Option(names = "--output", defaultValue = "table", description = "table or json")
          OutputFormat output,
      @Option(names = "--watch", description = "Show each change until interrupted.") boolean watch)
      throws JsonProcessingException {
    try (PipelineView view = PipelineView.follow(pipeline.address().connection())) {
      List<RolloutSnapshot> shown = view.rollouts();
      print(shown, output);
      while (watch && !Thread.currentThread().isInterrupted()) {
        List<RolloutSnapshot> before = shown;
        if (view.await(v -> !v.rollouts().equals(before), REDRAW)) {
          shown = view.rollouts();
          print(shown.stream().filter(r -> !before.contains(r)).toList(), output);
        }
      }
    }
    return ExitCode.DONE;
  }

  @Command(name = "start", description = "Start a rollout that waits for it.")
  int start(@Mixin RunningPipeline pipeline, @Mixin Ordering ordering) {
    return order(pipeline, ordering, Order.START);
  }

  @Command(name = "pause", description = "Admit no further device until resumed.")
  int pause(@Mixin RunningPipeline pipeline, @Mixin Ordering ordering) {
    return order(pipeline, ordering, Order.PAUSE);
  }

  @Command(name = "resume", description = "Go on with a paused rollout.")
  int resume(@Mixin RunningPipeline pipeline, @Mixin Ordering ordering) {
    return order(pipeline, ordering, Order.RESUME);
  }

  @Command(name = "halt", description = "End a rollout where it stands, for good.")
  int halt(@Mixin RunningPipeline pipeline, @Mixin Ordering ordering) {
    return order(pipeline, ordering, Order.HALT);
  }

  /// What every order needs.
  static final class Ordering {
    @Parameters(paramLabel = "ROLLOUT", description = "product/counter, as `rollout list` shows it")
    private String rollout = "";

    @Option(names = "--reason", defaultValue = "", description = "For the audit log.")
    private String reason = "";
  }

  /// Sends the order and waits until the rollout shows an effect.
  private int order(RunningPipeline pipeline, Ordering ordering, Order order) {
    RolloutId id = rolloutId(ordering.rollout);
    var kafka = pipeline.address().connection();
    try (PipelineView view = PipelineView.follow(kafka);
        EventProducer producer = new EventProducer(kafka, "sluice/cli", InstantSource.system())) {
      RolloutSnapshot before =
          view.rollout(id)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "rollout "
                              + id
                              + ": an existing one was expected; see 'sluice rollout list'"));
      producer.send(
          new RolloutOrdered(id, order, System.getProperty("user.name"), ordering.reason));
      boolean changed =
          view.await(
              v -> v.rollout(id).filter(r -> !r.state().equals(before.state())).isPresent(),
              EFFECT_LIMIT);
      String state = view.rollout(id).map(RolloutSnapshot::state).orElse(before.state());
      out().println(id + ": " + state + (changed ? "" : " (the order changed nothing)"));
      return changed ? ExitCode.DONE : ExitCode.REFUSED;
    } catch (UndeliveredEventException e) {
      throw new UnreachableException(
          "Kafka at " + kafka.bootstrapServers() + " does not answer", e);
    }
  }

  private static RolloutId rolloutId(String text) {
    try {
      return RolloutId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("rollout: " + e.getMessage());
    }
  }

  private void print(List<RolloutSnapshot> rollouts, OutputFormat output)
      throws JsonProcessingException {
    switch (output) {
      case JSON ->
          out()
              .println(
                  JsonMapper.builder()
                      .build()
                      .writeValueAsString(rollouts.stream().map(RolloutCommand::json).toList()));
      case TABLE -> {
        if (rollouts.isEmpty()) {
          out().println("no rollouts yet; 'sluice publish' starts one");
        }
        rollouts.forEach(this::print);
      }
    }
    out().flush();
  }

  private void print(RolloutSnapshot rollout) {
    out()
        .println(
            "%s  %s  %s%s"
                .formatted(
                    rollout.id(),
                    rollout.release(),
                    rollout.state(),
                    rollout.reason().isEmpty() ? "" : ": " + rollout.reason()));
    for (RingProgress ring : rollout.rings()) {
      out()
          .println(
              String.format(
                  Locale.ROOT,
                  "  %-12s %-10s wave %d/%d  admitted %d, confirmed %d, failed %d of %d devices",
                  ring.name(),
                  ring.state(),
                  ring.wave(),
                  ring.waves(),
                  ring.admitted(),
                  ring.confirmed(),
                  ring.failed(),
                  ring.devices()));
    }
  }

  private static Map<String, Object> json(RolloutSnapshot rollout) {
    Map<String, Object> json = new TreeMap<>();
    json.put("id", rollout.id().toString());
    json.put("release", rollout.release().toString());
    json.put("counter", rollout.counter());
    json.put("state", rollout.state());
    json.put("reason", rollout.reason());
    json.put("at", rollout.at().toString());
    json.put("rings", rollout.rings().stream().map(RolloutCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(RingProgress ring) {
    Map<String, Object> json = new TreeMap<>();
    json.put("name", ring.name());
    json.put("state", ring.state());
    json.put("devices", ring.devices());
    json.put("admitted", ring.admitted());
    json.put("confirmed", ring.confirmed());
    json.put("failed", ring.failed());
    json.put("wave", ring.wave());
    json.put("waves", ring.waves());
    return json;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
