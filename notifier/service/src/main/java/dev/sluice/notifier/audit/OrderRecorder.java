package dev.sluice.notifier.audit;

import dev.sluice.api.token.Principal;
import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.command.FlagOrdered;
import dev.sluice.events.command.RolloutCommand;
import dev.sluice.events.command.RolloutOrder;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.DeadLetterRecord;
import dev.sluice.events.letter.DeadLetterReplayed;
import dev.sluice.events.letter.ReplayOrdered;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.policy.PolicyEvent;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.PrincipalEvent;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.EventWorker;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.TopicHandler;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.kafka.WorkerSetup;
import dev.sluice.program.Surroundings;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.json.Json;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.JsonString;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Copies what people ordered into the audit log.
///
/// | what | its source |
/// |---|---|
/// | orders of rollouts | topic `rollout-commands`, kept 30 days |
/// | policies | topic `policies`, the latest of each product |
/// | tokens given out (not those that instances renew themselves) | topic `principals` |
/// | tokens revoked | topic `principals`, the latest of each |
/// | releases published and withdrawn | topic `artifacts`, the latest of each key |
/// | replayed and discarded dead letters | topic `dead-letters` |
/// | enrolled devices | the API writes them into the log, since the event does not say who |
///
/// So an order is in the log however it came to Kafka. A copy has the id and time of its original:
/// after a crash the copy comes again, and is the same entry.
public final class OrderRecorder implements AutoCloseable {
  /// Members of this group share the work.
  private static final String GROUP = "sluice-audit";

  private static final RetryPolicy RETRIES =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(30));

  private final EventProducer producer;
  private final EventWorker worker;

  private OrderRecorder(EventProducer producer, EventWorker worker) {
    this.producer = producer;
    this.worker = worker;
  }

  /// Starts copying; the caller closes it.
  public static OrderRecorder start(KafkaConnection kafka, Surroundings with) {
    var producer = new EventProducer(kafka, "notifier/audit", with.clock());
    var worker =
        EventWorker.startBatches(
            new WorkerSetup(kafka, GROUP, RETRIES, producer, with),
            List.of(
                new TopicHandler<>(
                    Topic.ROLLOUT_COMMANDS, all -> copy(producer, all, OrderRecorder::of)),
                new TopicHandler<>(Topic.POLICIES, all -> copy(producer, all, OrderRecorder::of)),
                new TopicHandler<>(Topic.PRINCIPALS, all -> copy(producer, all, OrderRecorder::of)),
                new TopicHandler<>(Topic.ARTIFACTS, all -> copy(producer, all, OrderRecorder::of)),
                new TopicHandler<>(
                    Topic.DEAD_LETTERS, all -> copy(producer, all, OrderRecorder::of))));
    return new OrderRecorder(producer, worker);
  }

  /// What an event says of an order.
  @FunctionalInterface
  private interface Reading<E extends Event> {
    Optional<OrderRecorded> of(E event);
  }

  private static <E extends Event> void copy(
      EventProducer producer, List<StampedEvent<E>> events, Reading<E> reading)
      throws UndeliveredEventException {
    for (StampedEvent<E> stamped : events) {
      Optional<OrderRecorded> order = reading.of(stamped.event());
      if (order.isPresent()) {
        producer.forward(
            new StampedEvent<>(
                stamped.id(), stamped.source(), stamped.time(), stamped.trace(), order.get()));
      }
    }
  }

  static Optional<OrderRecorded> of(RolloutCommand command) {
    Optional<RolloutId> rollout =
        command instanceof RolloutOrder order ? Optional.of(order.rollout()) : Optional.empty();
    ProductName product =
        switch (command) {
          case RolloutOrder order -> order.rollout().product();
          case SafeguardOrdered safeguard -> safeguard.product();
          case FlagOrdered flag -> flag.product();
        };
    return Optional.of(
        new OrderRecorded(
            AuditKind.ORDER,
            rollout.map(RolloutId::toString).orElse(product.value()),
            Optional.of(product),
            rollout,
            words(command),
            command.by(),
            command.reason()));
  }

  /// The order, or the event's name, and whatever else it says: `wave promoted, ring canary, wave
  /// 1`.
  private static String words(RolloutCommand command) {
    JsonObject details =
        command.toData().without(Set.of("rollout", "product", "by", "reason", "order", "off"));
    String name =
        switch (command) {
          case RolloutOrdered ordered -> ordered.order().name().toLowerCase(Locale.ROOT);
          case SafeguardOrdered safeguard ->
              "safeguard " + (safeguard.where().isPresent() ? "added" : "lifted");
          case FlagOrdered flag -> "flag switched " + (flag.off() ? "off" : "on");
          case RolloutOrder order -> order.type().replace('.', ' ');
        };
    return Stream.concat(
            Stream.of(name),
            details.members().entrySet().stream()
                .map(detail -> detail.getKey() + " " + text(detail.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String text(Json value) {
    return value instanceof JsonString string ? string.value() : value.toString();
  }

  static Optional<OrderRecorded> of(PolicyEvent event) {
    return switch (event) {
      case PolicyApplied applied ->
          Optional.of(
              new OrderRecorded(
                  AuditKind.POLICY,
                  applied.product().value(),
                  Optional.of(applied.product()),
                  Optional.empty(),
                  "policy version " + applied.version() + " applied",
                  applied.by(),
                  applied.reason()));
    };
  }

  static Optional<OrderRecorded> of(PrincipalEvent event) {
    return switch (event) {
      case PrincipalChanged changed when isOfInstance(changed) -> Optional.empty();
      case PrincipalChanged changed ->
          Optional.of(
              new OrderRecorded(
                  AuditKind.TOKEN,
                  changed.principal(),
                  Optional.empty(),
                  Optional.empty(),
                  changed.revoked() ? "token revoked" : "token given out: " + words(changed),
                  changed.by(),
                  ""));
    };
  }

  /// What an instance of the notifier announces of itself, four times an hour: nobody ordered it.
  private static boolean isOfInstance(PrincipalChanged changed) {
    return changed.principal().startsWith(Principal.INSTANCE_PREFIX) && !changed.revoked();
  }

  private static String words(PrincipalChanged changed) {
    Set<String> roles = new TreeSet<>();
    changed.roles().forEach(role -> roles.add(role.name().toLowerCase(Locale.ROOT)));
    return String.join(", ", roles);
  }

  static Optional<OrderRecorded> of(ArtifactEvent event) {
    return switch (event) {
      case WithdrawalOrdered withdrawal ->
          Optional.of(
              release(
                  withdrawal.release(),
                  withdrawal.counter(),
                  "release withdrawn",
                  withdrawal.by(),
                  withdrawal.reason()));
      // An earlier publisher does not say who.
      case ArtifactPublished published when published.by().isEmpty() -> Optional.empty();
      case ArtifactPublished published ->
          Optional.of(
              release(
                  published.release(),
                  published.counter(),
                  "release published",
                  published.by(),
                  ""));
      case DeltasBuilt _ -> Optional.empty();
    };
  }

  private static OrderRecorded release(
      ReleaseId release, long counter, String what, String by, String reason) {
    return new OrderRecorded(
        AuditKind.RELEASE,
        release.toString(),
        Optional.of(release.product()),
        Optional.of(new RolloutId(release.product(), counter)),
        what,
        by,
        reason);
  }

  static Optional<OrderRecorded> of(DeadLetterRecord event) {
    return switch (event) {
      case ReplayOrdered replay ->
          Optional.of(letter(replay.letter(), "replay ordered", replay.by(), replay.reason()));
      case DeadLetterDiscarded discarded ->
          Optional.of(letter(discarded.letter(), "discarded", discarded.by(), discarded.reason()));
      case DeadLetter _, DeadLetterReplayed _ -> Optional.empty();
    };
  }

  private static OrderRecorded letter(String letter, String what, String by, String reason) {
    return new OrderRecorded(
        AuditKind.DEAD_LETTER, letter, Optional.empty(), Optional.empty(), what, by, reason);
  }

  @Override
  public void close() {
    worker.close();
    producer.close();
  }
}
