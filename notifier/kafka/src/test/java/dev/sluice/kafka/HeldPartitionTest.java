package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.program.retry.Unavailable;
import dev.sluice.program.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker whose handler needs a store that is away for a while.
class HeldPartitionTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final RetryPolicy QUICK =
      new RetryPolicy(2, Duration.ofMillis(5), Duration.ofMillis(20));

  private static final String WAITING = "gate";

  /// A product whose events stand in the other one of two partitions.
  private static final String OTHER =
      Stream.of("door", "window", "roof", "cellar", "floor")
          .filter(
              name -> KeyPartitioning.partition(name, 2) != KeyPartitioning.partition(WAITING, 2))
          .findFirst()
          .orElseThrow();

  @TempDir private Path directory;
  private final Health health = new Health();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicBoolean isAway = new AtomicBoolean(true);
  private final AtomicInteger attempts = new AtomicInteger();
  private final List<StampedEvent<SigningEvent>> handled = new CopyOnWriteArrayList<>();
  private final Set<String> letters = ConcurrentHashMap.newKeySet();
  private InProcessBroker broker;
  private EventProducer producer;

  @BeforeEach
  void start() throws IOException {
    broker = InProcessBroker.start(directory);
    Topics.ensure(broker.connection(), 2);
    producer = new EventProducer(broker.connection(), "test", InstantSource.system(), meters);
  }

  @AfterEach
  void stop() {
    producer.close();
    broker.close();
  }

  @Test
  void givenPeerThatIsAway_whenEventsCome_thenTheyWaitAndTheOtherPartitionGoesOn()
      throws Exception {
    producer.sendAll(List.of(Samples.ringsSigned(WAITING, 1), Samples.ringsSigned(WAITING, 2)));

    try (var _ = worker("held")) {
      // More than twice as often as the policy allows for what is bad.
      await().atMost(LIMIT).until(() -> attempts.get() > 2 * QUICK.maxAttempts());
      producer.send(Samples.ringsSigned(OTHER, 1));
      await().atMost(LIMIT).until(() -> keys().contains(OTHER));
      assertThat(problem())
          .hasValueSatisfying(reason -> assertThat(reason).contains("store is away"));
      assertThat(gauge("sluice.worker.held.partitions")).isEqualTo(1);
      assertThat(meters.get("sluice.worker.unavailable.attempts").counter().count())
          .isGreaterThan(2 * QUICK.maxAttempts());
      assertThat(keys()).doesNotContain(WAITING);

      isAway.set(false);

      await().atMost(LIMIT).until(() -> keys().stream().filter(WAITING::equals).count() == 2);
      await().atMost(LIMIT).until(() -> problem().isEmpty());
      assertThat(gauge("sluice.worker.held.partitions")).isZero();
    }
    try (var follower =
        EventFollower.start(
            broker.connection(),
            Topic.DEAD_LETTERS,
            stamped -> letters.add(stamped.event().key()))) {
      assertThat(follower.awaitCaughtUp(LIMIT)).isTrue();
    }

    assertThat(letters).isEmpty();
    assertThat(keys()).containsExactly(OTHER, WAITING, WAITING);
    assertThat(health.states()).isEmpty();
    assertThat(meters.find("sluice.worker.held.partitions").gauge()).isNull();
  }

  @Test
  void givenHeldPartition_whenTheWorkerEnds_thenTheNextOneOfItsGroupTriesAgain() throws Exception {
    producer.send(Samples.ringsSigned(WAITING, 1));
    try (var _ = worker("handed")) {
      await().atMost(LIMIT).until(() -> attempts.get() > 2);
    }

    isAway.set(false);
    try (var _ = worker("handed")) {
      await().atMost(LIMIT).until(() -> keys().contains(WAITING));
    }

    assertThat(keys()).containsExactly(WAITING);
  }

  private EventWorker worker(String group) {
    var setup =
        new WorkerSetup(
            broker.connection(),
            group,
            QUICK,
            producer,
            new Surroundings(InstantSource.system(), health, meters, Traces.silent()));
    return EventWorker.start(setup, Topic.SIGNING, this::handle);
  }

  private void handle(StampedEvent<SigningEvent> stamped) throws StoreAwayException {
    if (stamped.event().key().equals(WAITING) && isAway.get()) {
      attempts.incrementAndGet();
      throw new StoreAwayException();
    }
    handled.add(stamped);
  }

  private List<String> keys() {
    return handled.stream().map(stamped -> stamped.event().key()).toList();
  }

  private Optional<String> problem() {
    return health.states().getFirst().problem();
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private static final class StoreAwayException extends IOException implements Unavailable {
    private static final long serialVersionUID = 1L;

    StoreAwayException() {
      super("the store is away");
    }

    @Override
    public boolean isCredentialsRefused() {
      return false;
    }
  }
}
