package dev.sluice.notifier.external;

import dev.sluice.console.channel.ChannelState;
import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.kafka.EventBatchHandler;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.EventWorker;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.TopicHandler;
import dev.sluice.kafka.WorkerSetup;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.EventSelector;
import dev.sluice.notifier.external.message.Notice;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One channel: reads the topics that its events are in, as a consumer group of its own, and sends
/// what it is to send.
///
/// A receiver that is away holds the partition of the event that it should get, and is tried again
/// with growing pauses until the event is too old; then, and at once for what a receiver refuses,
/// it becomes a dead letter and the next one is sent. The position is kept after each event, so
/// that a restart repeats one event of a partition at most, with the same id.
final class Channel implements AutoCloseable {
  /// Before the names of the groups, which are also the consumers of the dead letters.
  static final String GROUP_PREFIX = "channel-";

  /// One attempt, since what a later attempt may mend is held and not buried.
  private static final RetryPolicy RETRIES =
      new RetryPolicy(1, Duration.ofMillis(500), Duration.ofMinutes(1));

  private final ChannelConfig config;
  private final Optional<URI> console;
  private final InstantSource clock;
  private final ChannelMeters meters;
  private final Route route;
  private final Health health = new Health();
  private Optional<EventWorker> worker = Optional.empty();

  private Channel(ChannelConfig config, Optional<URI> console, Surroundings with) {
    this.config = config;
    this.console = console;
    this.clock = with.clock();
    this.meters = new ChannelMeters(with.meters(), config.name(), clock);
    this.route = Route.start(config, clock);
  }

  /// Starts a channel.
  ///
  /// @param deadLetters takes what is given up; the caller closes it, after the channel
  /// @throws IOException if Kafka does not answer
  static Channel start(
      ChannelConfig config,
      KafkaConnection kafka,
      Optional<URI> console,
      EventProducer deadLetters,
      Surroundings with)
      throws IOException, InterruptedException {
    var channel = new Channel(config, console, with);
    try {
      channel.read(kafka, deadLetters, with);
      return channel;
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void read(KafkaConnection kafka, EventProducer deadLetters, Surroundings with)
      throws IOException, InterruptedException {
    Set<Topic<?>> topics =
        config.events().stream().map(EventSelector::topic).collect(Collectors.toSet());
    String group = GROUP_PREFIX + config.name();
    ChannelPositions.ensure(kafka, group, topics.stream().map(Topic::kafkaName).toList());
    // A receiver that is away does not make the notifier unready.
    var around = new Surroundings(with.clock(), health, with.meters(), with.traces());
    var setup = new WorkerSetup(kafka, group, RETRIES, deadLetters, around);
    List<TopicHandler<?>> handlers = topics.stream().<TopicHandler<?>>map(this::handler).toList();
    worker = Optional.of(EventWorker.startEach(setup, handlers));
  }

  private <E extends Event> TopicHandler<E> handler(Topic<E> topic) {
    EventBatchHandler<E> handler = events -> handle(events.getFirst());
    return new TopicHandler<>(topic, handler);
  }

  private void handle(StampedEvent<?> stamped) throws ReceiverAwayException, GivenUpException {
    if (!isToSend(stamped.event())) {
      return;
    }
    Optional<Route.Failure> failure = route.send(Notice.of(stamped, console));
    if (failure.isEmpty()) {
      meters.sent(stamped.id());
      return;
    }
    String reason = failure.get().reason();
    meters.failed(stamped.id(), stamped.time(), reason);
    if (failure.get().refused()) {
      throw givenUp(stamped, reason);
    }
    Instant end = stamped.time().plus(config.giveUpAfter());
    if (clock.instant().isAfter(end)) {
      throw givenUp(stamped, reason + "; given up after " + config.giveUpAfter());
    }
    throw new ReceiverAwayException(reason);
  }

  private GivenUpException givenUp(StampedEvent<?> stamped, String reason) {
    meters.givenUp(stamped.id());
    return new GivenUpException(reason);
  }

  private boolean isToSend(Event event) {
    return config.events().stream().anyMatch(selector -> selector.selects(event))
        && isOfProducts(event)
        && !isOfChannel(event);
  }

  /// What a channel gave up is told by no channel: its letters would make letters.
  private static boolean isOfChannel(Event event) {
    return event instanceof DeadLetter letter && letter.consumer().startsWith(GROUP_PREFIX);
  }

  /// The first part of a key is the product, wherever channels read.
  private boolean isOfProducts(Event event) {
    String product = event.key().split("/", 2)[0];
    return config.products().isEmpty()
        || config.products().stream().map(ProductName::value).anyMatch(product::equals);
  }

  String name() {
    return config.name();
  }

  /// Sends something now, beside what is read.
  ///
  /// @return why it was not taken, if so
  Optional<String> send(Notice notice) {
    return route.send(notice).map(Route.Failure::reason);
  }

  ChannelState state() {
    Optional<String> ofWorker =
        health.states().stream().flatMap(check -> check.problem().stream()).findFirst();
    return new ChannelState(
        config.name(),
        ChannelKinds.of(config, clock).name(),
        config.uri().toString(),
        config.events().stream().map(EventSelector::toString).toList(),
        config.products(),
        ofWorker.isEmpty() && meters.oldestUnsent().isEmpty() ? "sending" : "waiting",
        meters.problem().or(() -> ofWorker),
        meters.sentEvents(),
        meters.failedAttempts(),
        meters.givenUpEvents(),
        meters.oldestUnsent());
  }

  @Override
  public void close() {
    worker.ifPresent(EventWorker::close);
    route.close();
    meters.close();
  }
}
