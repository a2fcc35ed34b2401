package dev.sluice.notifier.topology;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.confirmation.SignatureCheck;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.kafka.EventSerializer;
import dev.sluice.kafka.KeyPartitioning;
import dev.sluice.notifier.audit.AuditKeeper;
import dev.sluice.notifier.letter.LetterKeeper;
import dev.sluice.notifier.traffic.TrafficKeeper;
import dev.sluice.program.trace.Traces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The notifier as two halves in a circle.
///
/// ```
/// device-reports, confirmations ─► devices ─► devices, dead-letters
///        (by device)             ▲    │ counts per partition
///                     documents  │    ▼
/// releases, signing, commands ─► rollouts ─► signing, announcements, rollouts
///        (by product)            ▲
/// policies ─► policies (all in every notifier)
/// rollouts ─► audit, dead-letters ─► letters (the newest in every notifier)
/// ```
///
/// The device half has as many tasks as the devices have partitions; each gets every planned rings
/// document, keeps its devices and their timelines in RocksDB (rebuilding an inventory of a million
/// from its log would take minutes) and sends totals. The product half keeps a few kilobytes for
/// each product in
/// memory.
public final class NotifierTopology {
  /// Longest record of any of our topics, as `notifier/kafka` creates them.
  public static final int MAX_RECORD_BYTES = 4 << 20;

  static final String DEVICES_STORE = "devices";
  static final String TIMELINES_STORE = "timelines";
  static final String PARKED_STORE = "parked";
  static final String DOCUMENTS_STORE = "documents";
  static final String REPORTS_STORE = "reports";
  static final String TIMES_STORE = "confirmation-times";
  static final String ROLLOUTS_STORE = "rollouts";
  static final String RECORDS_STORE = "rollout-records";
  static final String TRACES_STORE = "rollout-traces";
  static final String WAITING_STORE = "waiting-releases";
  static final String POLICIES_STORE = "policies";

  /// Children to which processors send.
  static final String EVENTS_OF_DEVICES = "device-events";

  static final String EVENTS_OF_ROLLOUTS = "rollout-events";
  static final String COUNTS_SINK = "counts-sink";
  static final String DOCUMENTS_SINK = "documents-sink";

  private static final String REPORT_SOURCE = "report-source";
  private static final String CONFIRMATION_SOURCE = "confirmation-source";
  private static final String DOCUMENT_SOURCE = "document-source";
  private static final String RELEASE_SOURCE = "release-source";
  private static final String SIGNING_SOURCE = "signing-source";
  private static final String COMMAND_SOURCE = "command-source";
  private static final String COUNTS_SOURCE = "counts-source";
  private static final String DEVICES = "devices-processor";
  private static final String ROLLOUTS = "rollouts-processor";
  private static final String POLICY_SOURCE = "policy-source";
  private static final String POLICIES = "policies-processor";
  private static final String AUDIT_SOURCE = "audit-source";
  private static final String AUDIT = "audit-processor";
  private static final String LETTER_SOURCE = "letter-source";
  private static final String LETTERS = "letters-processor";

  private NotifierTopology() {}

  /// Builds the topology.
  ///
  /// @param partitions of the topics by device
  /// @param meters counts what happens in it
  /// @param traces gets a span for each event of a release that is handled
  /// @param kept how much is kept to search in
  public static Topology build(int partitions, NotifierMeters meters, Traces traces, Kept kept) {
    var topology = new Topology();
    addPolicies(topology);
    addIndexes(topology, kept, meters);
    addDeviceHalf(topology, partitions, meters, traces);
    addProductHalf(topology, meters, traces);
    return topology;
  }

  private static void addPolicies(Topology topology) {
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(POLICIES_STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled(),
        POLICY_SOURCE,
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        Topic.POLICIES.kafkaName(),
        POLICIES,
        PolicyKeeper::new);
  }

  private static void addIndexes(Topology topology, Kept kept, NotifierMeters meters) {
    topology.addGlobalStore(
        index(AuditKeeper.STORE),
        AUDIT_SOURCE,
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        Topic.ROLLOUTS.kafkaName(),
        AUDIT,
        () -> new AuditKeeper(kept.audit()));
    topology.addGlobalStore(
        index(LetterKeeper.STORE),
        LETTER_SOURCE,
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        Topic.DEAD_LETTERS.kafkaName(),
        LETTERS,
        () -> new LetterKeeper(kept.letters(), meters::openLetters));
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> index(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingDisabled();
  }

  private static void addDeviceHalf(
      Topology topology, int partitions, NotifierMeters meters, Traces traces) {
    addSource(topology, REPORT_SOURCE, Topic.DEVICE_REPORTS.kafkaName(), Topic.DEVICE_REPORTS);
    addSource(topology, CONFIRMATION_SOURCE, Topic.CONFIRMATIONS.kafkaName(), Topic.CONFIRMATIONS);
    addSource(topology, DOCUMENT_SOURCE, InternalTopics.DOCUMENTS, Topic.SIGNING);
    Supplier<SignatureCheck> signatures = NativeSignatures.source();
    topology.addProcessor(
        DEVICES,
        () -> new DeviceProcessor(partitions, meters, traces, signatures.get()),
        REPORT_SOURCE,
        CONFIRMATION_SOURCE,
        DOCUMENT_SOURCE);
    topology.addStateStore(store(Stores.persistentKeyValueStore(DEVICES_STORE)), DEVICES);
    topology.addStateStore(store(Stores.persistentKeyValueStore(TIMELINES_STORE)), DEVICES);
    topology.addStateStore(store(Stores.persistentKeyValueStore(PARKED_STORE)), DEVICES);
    topology.addStateStore(store(Stores.inMemoryKeyValueStore(DOCUMENTS_STORE)), DEVICES);
    topology.addStateStore(store(Stores.inMemoryKeyValueStore(REPORTS_STORE)), DEVICES);
    topology.addStateStore(store(Stores.inMemoryKeyValueStore(TIMES_STORE)), DEVICES);
    // One bucket changes with each download of a device; its log has the last of each transaction.
    topology.addStateStore(
        store(Stores.inMemoryKeyValueStore(TrafficKeeper.STORE)).withCachingEnabled(), DEVICES);
    addEventSink(topology, EVENTS_OF_DEVICES, DEVICES);
    topology.addSink(
        COUNTS_SINK,
        InternalTopics.COUNTS,
        new StringSerializer(),
        new ByteArraySerializer(),
        byFirstPart(),
        DEVICES);
  }

  private static void addProductHalf(Topology topology, NotifierMeters meters, Traces traces) {
    addInput(topology, RELEASE_SOURCE, Topic.RELEASES, RolloutInput.Release::new);
    addInput(topology, SIGNING_SOURCE, Topic.SIGNING, RolloutInput.Signing::new);
    addInput(topology, COMMAND_SOURCE, Topic.ROLLOUT_COMMANDS, RolloutInput.Command::new);
    topology.addSource(
        COUNTS_SOURCE,
        new StringDeserializer(),
        new RolloutInput.ReportReader(),
        InternalTopics.COUNTS);
    topology.addProcessor(
        ROLLOUTS,
        () -> new RolloutProcessor(meters, traces),
        RELEASE_SOURCE,
        SIGNING_SOURCE,
        COMMAND_SOURCE,
        COUNTS_SOURCE);
    for (String name : List.of(ROLLOUTS_STORE, RECORDS_STORE, TRACES_STORE, WAITING_STORE)) {
      topology.addStateStore(store(Stores.inMemoryKeyValueStore(name)), ROLLOUTS);
    }
    addEventSink(topology, EVENTS_OF_ROLLOUTS, ROLLOUTS);
    topology.addSink(
        DOCUMENTS_SINK,
        InternalTopics.DOCUMENTS,
        new StringSerializer(),
        new EventSerializer(),
        toEvery(),
        ROLLOUTS);
  }

  /// @param kafkaName where the events of `topic` stand, which may be a topic of our own
  private static void addSource(Topology topology, String name, String kafkaName, Topic<?> topic) {
    topology.addSource(name, new StringDeserializer(), new EventDeserializer<>(topic), kafkaName);
  }

  private static <E extends Event> void addInput(
      Topology topology,
      String name,
      Topic<E> topic,
      Function<StampedEvent<E>, RolloutInput> input) {
    topology.addSource(
        name,
        new StringDeserializer(),
        new RolloutInput.EventReader<>(topic, input),
        topic.kafkaName());
  }

  private static void addEventSink(Topology topology, String name, String parent) {
    TopicNameExtractor<String, StampedEvent<?>> byEvent =
        (_, stamped, _) -> stamped.event().topic().kafkaName();
    topology.addSink(
        name, byEvent, new StringSerializer(), new EventSerializer(), byFirstPart(), parent);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> store(
      KeyValueBytesStoreSupplier supplier) {
    return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(
            Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MAX_RECORD_BYTES)));
  }

  private static <V> StreamPartitioner<String, V> byFirstPart() {
    return (_, key, _, partitions) ->
        Optional.of(Set.of(KeyPartitioning.partition(key, partitions)));
  }

  private static <V> StreamPartitioner<String, V> toEvery() {
    return (_, _, _, partitions) ->
        Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));
  }
}
