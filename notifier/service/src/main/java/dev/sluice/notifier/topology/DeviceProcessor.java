package dev.sluice.notifier.topology;

import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.confirmation.ConfirmationEvent;
import dev.sluice.events.confirmation.SignatureCheck;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReport;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.kafka.DeadLetters;
import dev.sluice.notifier.traffic.TrafficKeeper;
import dev.sluice.program.trace.Traces;
import dev.sluice.rollout.device.DeviceDecision;
import dev.sluice.rollout.device.DevicePartition;
import dev.sluice.rollout.device.Handled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the devices of one partition, and counts them.
final class DeviceProcessor implements Processor<String, StampedEvent<?>, String, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceProcessor.class);

  /// How long counts gather, from the first change, before they are sent.
  private static final Duration COUNT_INTERVAL = Duration.ofMillis(200);

  /// How often parked messages are looked at while there are some.
  private static final Duration PARKED_INTERVAL = Duration.ofSeconds(30);

  private final int partitions;
  private final NotifierMeters meters;
  private final Traces traces;
  private final SignatureCheck signatures;
  private ProcessorContext<String, Object> context;
  private ParkedEvents parked;
  private DevicePartition partition;
  private StartTimes times;
  private TrafficKeeper traffic;
  private Alarm countAlarm;
  private Alarm parkedAlarm;

  /// What the record in hand says of its replay.
  private Headers marks = new RecordHeaders();

  @NullUnmarked // Streams calls init before anything else
  DeviceProcessor(int partitions, NotifierMeters meters, Traces traces, SignatureCheck signatures) {
    this.partitions = partitions;
    this.meters = meters;
    this.traces = traces;
    this.signatures = signatures;
  }

  @Override
  public void init(ProcessorContext<String, Object> newContext) {
    context = newContext;
    parked = new ParkedEvents(context.getStateStore(NotifierTopology.PARKED_STORE));
    partition =
        new DevicePartition(
            context.taskId().partition(), partitions, StoredPartition.of(context), signatures);
    times = new StartTimes(context.getStateStore(NotifierTopology.TIMES_STORE));
    traffic = new TrafficKeeper(context.getStateStore(TrafficKeeper.STORE));
    countAlarm = new Alarm(context, this::sendCounts);
    parkedAlarm = new Alarm(context, this::giveUp);
    endTurn();
  }

  @Override
  public void close() {
    // Another notifier counts them from now on.
    meters.parked(context.taskId().partition(), 0);
  }

  /// What every turn ends with: what is due next, and how many messages are parked.
  private void endTurn() {
    if (partition.hasChanged()) {
      countAlarm.setIn(COUNT_INTERVAL);
    }
    if (parked.size() > 0) {
      parkedAlarm.setIn(PARKED_INTERVAL);
    }
    meters.parked(context.taskId().partition(), parked.size());
  }

  @Override
  public void process(Record<String, StampedEvent<?>> record) {
    StampedEvent<?> stamped = record.value();
    if (stamped == null) {
      return; // a tombstone, which asks nothing of anybody
    }
    marks = DeadLetters.marks(record.headers());
    if (!stamped.event().key().equals(record.key())) {
      bury(stamped, "expected key " + stamped.event().key() + ", got " + record.key());
      return;
    }
    traces.follow(
        "handle " + stamped.event().type(),
        stamped.trace().map(TraceParent::toString),
        () -> handle(stamped));
    endTurn();
  }

  private void handle(StampedEvent<?> stamped) {
    switch (stamped.event()) {
      case RingsPlanned planned -> partition.countUnder(planned.document());
      case DeviceReport report -> {
        meters.deviceMessage(report.type());
        reported(stamped, report);
      }
      case ConfirmationEvent confirmation -> {
        meters.deviceMessage(confirmation.type());
        confirmed(stamped, confirmation);
      }
      default -> bury(stamped, "expected an event of a device, got " + stamped.event().type());
    }
  }

  private void reported(StampedEvent<?> stamped, DeviceReport report) {
    switch (report) {
      case NodeReported node -> traffic.reported(node, stamped.time(), now());
      case DeviceEnrolled enrolled -> {
        answer(stamped, partition.enrol(enrolled, now()));
        handleParked(enrolled);
      }
      case DeviceReported reported -> {
        Handled handled = partition.report(reported, now());
        answer(stamped, handled);
        traffic.told(handled.news(), now());
      }
    }
  }

  private void handleParked(DeviceEnrolled enrolled) {
    List<StampedEvent<?>> waited = parked.take(enrolled.key());
    // They are not the record in hand: a replay of the enrolment is none of theirs.
    marks = new RecordHeaders();
    waited.forEach(this::handle);
  }

  private void confirmed(StampedEvent<?> stamped, ConfirmationEvent confirmation) {
    switch (confirmation) {
      case SignedConfirmation signed -> {
        Handled handled = partition.confirm(signed, now());
        answer(stamped, handled);
        time(handled, signed.confirmation().rollout());
      }
    }
  }

  /// The first outcome of a rollout tells how long the device took.
  private void time(Handled handled, RolloutId rollout) {
    handled
        .findFirst(rollout)
        .ifPresent(
            device ->
                partition
                    .findDocument(rollout.product())
                    .ifPresent(document -> times.count(document, device, rollout, now())));
  }

  private void answer(StampedEvent<?> stamped, Handled handled) {
    switch (handled.decision()) {
      case DeviceDecision.Updated(var next) -> send(next.state());
      case DeviceDecision.Ignored(var reason) ->
          LOG.atDebug()
              .addKeyValue("device", stamped.event().key())
              .addKeyValue("reason", reason)
              .log("stale event");
      case DeviceDecision.NotEnrolled() -> {
        if (!parked.park(stamped, now())) {
          bury(stamped, "the device is not enrolled, and too many such messages wait");
        }
      }
      case DeviceDecision.Refused(var reason) -> bury(stamped, reason);
    }
  }

  private void sendCounts() {
    times.flush();
    partition
        .takeChanged()
        .forEach(
            (product, report) ->
                context.forward(
                    new Record<>(
                        product + "/" + report.partition(),
                        StoredPartition.encode(report),
                        context.currentSystemTimeMs()),
                    NotifierTopology.COUNTS_SINK));
  }

  private void giveUp() {
    marks = new RecordHeaders();
    parked
        .takeOverdue(now())
        .forEach(stamped -> bury(stamped, "the device was not enrolled for 10 minutes"));
    endTurn();
  }

  private void bury(StampedEvent<?> stamped, String reason) {
    Event event = stamped.event();
    LOG.atWarn()
        .addKeyValue("type", event.type())
        .addKeyValue("device", event.key())
        .addKeyValue("reason", reason)
        .log("dead letter");
    meters.deadLetter();
    send(
        DeadLetters.letter(
            event.topic().kafkaName(),
            event.key(),
            reason,
            Stamps.SOURCE,
            EventCodec.encodeStructured(stamped),
            marks));
  }

  private void send(Event event) {
    context.forward(
        new Record<>(event.key(), Stamps.stamp(event, now()), context.currentSystemTimeMs()),
        NotifierTopology.EVENTS_OF_DEVICES);
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
