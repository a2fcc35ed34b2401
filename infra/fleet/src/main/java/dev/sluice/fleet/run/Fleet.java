package dev.sluice.fleet.run;

import dev.sluice.events.Topic;
import dev.sluice.fleet.device.Answer;
import dev.sluice.fleet.device.FleetMachine;
import dev.sluice.fleet.device.FleetModel;
import dev.sluice.fleet.device.Messages;
import dev.sluice.fleet.device.RingTotals;
import dev.sluice.kafka.Topics;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.FailedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A fleet of light devices on a running pipeline's Kafka: they enrol, then answer to each signed
/// rings document, until the thread is interrupted.
///
/// Signing, which is most of the work, uses all cores; everything else is the caller's thread.
public final class Fleet implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  /// How many devices go through each step before the next look at what is new.
  private static final int BATCH = 10_000;

  /// How long after a document is signed devices learn of it at most.
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private static final Duration SHOW_INTERVAL = Duration.ofSeconds(2);

  private final FleetModel model;
  private final Watcher watcher;
  private final InstantSource clock;
  private final Messages messages;
  private final FleetMachine machine;
  private final SignedRings rings;
  private final Sender sender;

  /// Who is shown how far the fleet is, on the fleet's thread.
  public interface Watcher {
    /// So many of the devices have said that they are there.
    void enrolled(int devices, int of);

    /// How the rings stand.
    ///
    /// @param counter of the newest release that a device was told of; 0 before any
    /// @param rings by name
    /// @param waiting devices that were told and have not answered
    void progressed(long counter, Map<String, RingTotals> rings, int waiting);
  }

  private Fleet(FleetConfig config, Watcher watcher, InstantSource clock) {
    this.model = config.model();
    this.watcher = watcher;
    this.clock = clock;
    this.messages = new Messages(model);
    this.machine = new FleetMachine(model);
    this.rings = new SignedRings(config.kafka(), model.product());
    this.sender = new Sender(config.kafka(), clock);
  }

  /// Connects; nothing is sent yet.
  ///
  /// @throws dev.sluice.program.exit.UnreachableException if Kafka does not answer, or has not the
  ///     pipeline's topics, within a minute
  public static Fleet connect(FleetConfig config, Watcher watcher, InstantSource clock)
      throws InterruptedException {
    Topics.await(config.kafka(), START_LIMIT, new Health().add("kafka"), false, Topic.all());
    return new Fleet(config, watcher, clock);
  }

  /// Enrols all devices and answers until the thread is interrupted.
  ///
  /// @throws dev.sluice.program.exit.UnreachableException if Kafka is away for longer than two
  ///     minutes
  public void run() throws InterruptedException {
    enrol();
    Instant shownAt = Instant.MIN;
    while (true) {
      step();
      Instant now = clock.instant();
      if (!now.isBefore(shownAt.plus(SHOW_INTERVAL))) {
        watcher.progressed(machine.newest(), machine.totals(), machine.waiting());
        shownAt = now;
      }
    }
  }

  private void enrol() throws InterruptedException {
    for (int from = 0; from < model.devices(); from += BATCH) {
      int to = Math.min(model.devices(), from + BATCH);
      IntStream.range(from, to)
          .parallel()
          .forEach(
              device -> {
                sender.send(messages.enrolled(device));
                sender.send(messages.reported(device));
              });
      watcher.enrolled(to, model.devices());
      requireNotInterrupted();
    }
    sender.flush();
  }

  private void step() throws InterruptedException {
    rings.take().ifPresent(document -> machine.learn(document, clock.instant()));
    List<Answer> answers = machine.due(clock.instant(), BATCH);
    answers.parallelStream()
        .forEach(
            answer -> sender.send(messages.confirmed(answer, rings.artifact(answer.release()))));
    if (!rings.isRunning()) {
      throw new FailedException("the follower of the rings documents ended; see the log");
    }
    if (answers.size() < BATCH) {
      TimeUnit.MILLISECONDS.sleep(pause().toMillis());
    }
    requireNotInterrupted();
  }

  private Duration pause() {
    Instant now = clock.instant();
    return machine
        .nextAt()
        .map(at -> Duration.between(now, at))
        .filter(left -> left.compareTo(LOOK_INTERVAL) < 0)
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .orElse(LOOK_INTERVAL);
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the fleet was told to stop");
    }
  }

  /// Sends what was said, for a few seconds at most, and disconnects.
  @Override
  public void close() {
    rings.close();
    sender.close();
  }
}
