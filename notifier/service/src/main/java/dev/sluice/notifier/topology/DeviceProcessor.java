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
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.DeviceRecordCodec;
import dev.sluice.rollout.device.DeviceRules;
import dev.sluice.rollout.device.DeviceTimeline;
import dev.sluice.rollout.device.TimelineCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
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
  private KeyValueStore<String, byte[]> devices;
  private KeyValueStore<String, byte[]> timelines;
  private ParkedEvents parked;
  private PartitionCounts counts;
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
    devices = context.getStateStore(NotifierTopology.DEVICES_STORE);
    timelines = context.getStateStore(NotifierTopology.TIMELINES_STORE);
    parked = new ParkedEvents(context.getStateStore(NotifierTopology.PARKED_STORE));
    counts =
        new PartitionCounts(
            context.taskId().partition(),
            partitions,
            context.getStateStore(NotifierTopology.DOCUMENTS_STORE),
            context.getStateStore(NotifierTopology.REPORTS_STORE),
            devices);
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
    if (counts.hasChanged()) {
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
      case RingsPlanned planned -> counts.countUnder(planned);
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
    Optional<DeviceRecord> held = find(report.key());
    switch (report) {
      case NodeReported node -> traffic.reported(node, stamped.time(), now());
      case DeviceEnrolled enrolled -> {
        DeviceDecision decision =
            held.map(record -> DeviceRules.enrolAgain(record, enrolled, now()))
                .orElseGet(() -> DeviceRules.enrol(enrolled, now()));
        decide(stamped, held, decision);
        handleParked(enrolled);
      }
      case DeviceReported reported -> {
        DeviceTimeline before =
            reported.steps().isEmpty() ? DeviceTimeline.EMPTY : findTimeline(reported.key());
        DeviceTimeline after = before.with(reported.steps());
        DeviceDecision decision =
            held.map(record -> DeviceRules.report(record, reported, after, now()))
                .orElseGet(DeviceDecision.NotEnrolled::new);
        decide(stamped, held, decision);
        if (decision instanceof DeviceDecision.Updated && !after.equals(before)) {
          timelines.put(reported.key(), TimelineCodec.encode(after));
          traffic.told(after.since(before), now());
        }
      }
    }
  }

  private void handleParked(DeviceEnrolled enrolled) {
    List<StampedEvent<?>> waited = parked.take(enrolled.key());
    // They are not the record in hand: a replay of the enrolment is none of theirs.
    marks = new RecordHeaders();
    waited.forEach(this::handle);
  }

  private DeviceTimeline findTimeline(String device) {
    byte[] held = timelines.get(device);
    return held == null ? DeviceTimeline.EMPTY : timeline(held);
  }

  private void confirmed(StampedEvent<?> stamped, ConfirmationEvent confirmation) {
    Optional<DeviceRecord> held = find(confirmation.key());
    switch (confirmation) {
      case SignedConfirmation signed -> {
        DeviceDecision decision =
            held.map(record -> DeviceRules.confirm(record, signed, signatures, now()))
                .orElseGet(DeviceDecision.NotEnrolled::new);
        decide(stamped, held, decision);
        time(held, decision, signed.confirmation().rollout());
      }
    }
  }

  /// The first outcome of a rollout tells how long the device took.
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as it was found
  private void time(Optional<DeviceRecord> held, DeviceDecision decision, RolloutId rollout) {
    if (decision instanceof DeviceDecision.Updated(var next)
        && held.flatMap(record -> record.findOutcome(rollout)).isEmpty()) {
      counts
          .document(rollout.product())
          .ifPresent(document -> times.count(document, next, rollout, now()));
    }
  }

  private void decide(
      StampedEvent<?> stamped, Optional<DeviceRecord> held, DeviceDecision decision) {
    switch (decision) {
      case DeviceDecision.Updated(var next) -> {
        devices.put(stamped.event().key(), DeviceRecordCodec.encode(next));
        held.ifPresent(counts::remove);
        counts.add(next);
        send(next.state());
      }
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
    counts
        .takeChanged()
        .forEach(
            (key, report) ->
                context.forward(
                    new Record<>(key, report, context.currentSystemTimeMs()),
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

  private Optional<DeviceRecord> find(String device) {
    return Optional.ofNullable(devices.get(device)).map(DeviceProcessor::decode);
  }

  static DeviceRecord decode(byte[] bytes) {
    try {
      return DeviceRecordCodec.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("the record of a device must be readable", e);
    }
  }

  static DeviceTimeline timeline(byte[] bytes) {
    try {
      return TimelineCodec.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("the timeline of a device must be readable", e);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
