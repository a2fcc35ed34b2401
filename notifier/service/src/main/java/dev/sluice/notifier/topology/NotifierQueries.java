package dev.sluice.notifier.topology;

import dev.sluice.events.DeviceState;
import dev.sluice.events.PolicyApplied;
import dev.sluice.events.RolloutChanged;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.UpdateStep;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.plan.ConfirmationTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// What a running notifier holds: read from its state stores, not from topics. For any number of
/// threads.
///
/// A notifier answers only while it holds every partition: half an answer would be a wrong one. A
/// partition that another notifier has, or that is being restored, is said with an [IOException].
public final class NotifierQueries {
  private static final Comparator<RolloutSnapshot> LATEST_FIRST =
      Comparator.comparing((RolloutSnapshot rollout) -> rollout.id().product().value())
          .thenComparing(Comparator.comparing(RolloutSnapshot::id).reversed());

  private final KafkaStreams streams;
  private final PartitionStores stores;

  /// @param partitions of the topology
  public NotifierQueries(KafkaStreams streams, int partitions) {
    this.streams = streams;
    this.stores = new PartitionStores(streams, partitions);
  }

  /// Rollouts by product, the latest release of each first.
  ///
  /// @param after leaves out what comes up to this one: its text, or empty
  /// @param most how many are enough
  /// @throws IOException if not every partition can be asked now
  public List<RolloutSnapshot> rollouts(String after, int most) throws IOException {
    String product = after.isEmpty() ? "" : RolloutId.parse(after).product().value();
    List<RolloutSnapshot> found = new ArrayList<>();
    for (KeyValueIterator<String, byte[]> all :
        stores.ask(NotifierTopology.RECORDS_STORE, records -> records.range(product, null))) {
      try (all) {
        new Groups(after, most, found).readAll(all);
      }
    }
    return found.stream().sorted(LATEST_FIRST).limit(most).toList();
  }

  /// Rollouts of one product, the latest release first.
  ///
  /// @throws IOException if not every partition can be asked now
  public List<RolloutSnapshot> rolloutsOf(ProductName product) throws IOException {
    String prefix = RolloutKeys.prefix(product);
    List<RolloutSnapshot> found = new ArrayList<>();
    for (KeyValueIterator<String, byte[]> all :
        stores.ask(
            NotifierTopology.RECORDS_STORE, records -> records.range(prefix, prefix + '~'))) {
      try (all) {
        all.forEachRemaining(entry -> found.add(snapshot(entry.value)));
      }
    }
    return found.stream().sorted(LATEST_FIRST).toList();
  }

  /// One rollout.
  ///
  /// @throws IOException if not every partition can be asked now
  public Optional<RolloutSnapshot> rollout(RolloutId rollout) throws IOException {
    return stores
        .find(NotifierTopology.RECORDS_STORE, RolloutKeys.of(rollout))
        .map(NotifierQueries::snapshot);
  }

  /// Where a rollout can be rolled back to now, the latest release first.
  ///
  /// @throws IOException if not every partition can be asked now
  public List<ReleaseId> rollbackTargets(RolloutId rollout) throws IOException {
    return stores.find(NotifierTopology.ROLLOUTS_STORE, rollout.product().value()).stream()
        .map(RolloutProcessor::decode)
        .flatMap(state -> state.rollbackTargets(rollout).stream())
        .map(ReleaseRef::release)
        .toList();
  }

  /// Devices in the order of their ids.
  ///
  /// @param prefix what the ids begin with; empty for all
  /// @param after leaves out ids up to this one
  /// @param most how many are enough
  /// @throws IOException if not every partition can be asked now
  public List<DeviceState> devices(String prefix, String after, int most) throws IOException {
    String from = after.compareTo(prefix) > 0 ? after : prefix;
    // Every character of an id comes before this one.
    String to = prefix + '~';
    List<DeviceState> found = new ArrayList<>();
    for (KeyValueIterator<String, byte[]> all :
        stores.ask(NotifierTopology.DEVICES_STORE, devices -> devices.range(from, to))) {
      try (all) {
        for (int taken = 0; taken < most && all.hasNext(); ) {
          var entry = all.next();
          if (!entry.key.equals(after)) {
            found.add(DeviceProcessor.decode(entry.value).state());
            taken++;
          }
        }
      }
    }
    return found.stream()
        .sorted(Comparator.comparing(device -> device.device().value()))
        .limit(most)
        .toList();
  }

  /// Shows every device, in no order, until one is refused.
  ///
  /// @return whether none was
  /// @throws IOException if not every partition can be asked now
  public boolean eachDevice(Predicate<DeviceRecord> taker) throws IOException {
    boolean isTaken = true;
    for (KeyValueIterator<String, byte[]> all :
        stores.ask(NotifierTopology.DEVICES_STORE, ReadOnlyKeyValueStore::all)) {
      try (all) {
        while (isTaken && all.hasNext()) {
          isTaken = taker.test(DeviceProcessor.decode(all.next().value));
        }
      }
    }
    return isTaken;
  }

  /// How long the devices took from their start to their confirmation of a product's releases.
  ///
  /// @throws IOException if not every partition can be asked now
  public ConfirmationTimes confirmationTimes(ProductName product) throws IOException {
    var times = new ConfirmationTimes();
    for (byte[] kept : stores.findAll(NotifierTopology.TIMES_STORE, product.value())) {
      times.add(ConfirmationTimes.decode(kept));
    }
    return times;
  }

  /// The whole inventory.
  public Inventory inventory() {
    return new Inventory(stores);
  }

  /// One device.
  ///
  /// @throws IOException if not every partition can be asked now
  public Optional<DeviceState> device(DeviceId device) throws IOException {
    return stores
        .find(NotifierTopology.DEVICES_STORE, device.value())
        .map(bytes -> DeviceProcessor.decode(bytes).state());
  }

  /// The latest steps of a device, in the order in which they became known.
  ///
  /// @return empty if it told none
  /// @throws IOException if not every partition can be asked now
  public List<UpdateStep> timeline(DeviceId device) throws IOException {
    return stores
        .find(NotifierTopology.TIMELINES_STORE, device.value())
        .map(bytes -> DeviceProcessor.timeline(bytes).steps())
        .orElse(List.of());
  }

  /// The latest policy of each product that has one, by product, with its time.
  ///
  /// @throws IOException if they cannot be asked now
  public List<StampedEvent<PolicyApplied>> policies() throws IOException {
    List<StampedEvent<PolicyApplied>> found = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = policyStore().all()) {
      all.forEachRemaining(entry -> found.add(PolicyKeeper.decode(entry.value)));
    } catch (InvalidStateStoreException e) {
      throw notReady(e);
    }
    return found.stream()
        .sorted(Comparator.comparing(policy -> policy.event().product().value()))
        .toList();
  }

  /// The latest policy of a product, with its time.
  ///
  /// @throws IOException if it cannot be asked now
  public Optional<StampedEvent<PolicyApplied>> policy(ProductName product) throws IOException {
    try {
      return Optional.ofNullable(policyStore().get(product.value())).map(PolicyKeeper::decode);
    } catch (InvalidStateStoreException e) {
      throw notReady(e);
    }
  }

  private ReadOnlyKeyValueStore<String, byte[]> policyStore() throws IOException {
    try {
      return streams.store(
          StoreQueryParameters.fromNameAndType(
              NotifierTopology.POLICIES_STORE, QueryableStoreTypes.keyValueStore()));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw notReady(e);
    }
  }

  static IOException notReady(Exception cause) {
    return new IOException(
        "the notifier's state cannot be asked now: " + cause.getMessage(), cause);
  }

  private static RolloutSnapshot snapshot(byte[] bytes) {
    RolloutChanged latest = RolloutRecords.decode(bytes);
    return latest.snapshot();
  }

  /// Turns ascending counters of each product into descending ones, and stops when there are
  /// enough.
  private static final class Groups {
    private final String after;
    private final int most;
    private final List<RolloutSnapshot> found;
    private final List<RolloutSnapshot> group = new ArrayList<>();
    private int taken;

    Groups(String after, int most, List<RolloutSnapshot> found) {
      this.after = after;
      this.most = most;
      this.found = found;
    }

    void readAll(KeyValueIterator<String, byte[]> all) {
      while (taken < most && all.hasNext()) {
        RolloutSnapshot next = snapshot(all.next().value);
        if (!group.isEmpty() && !group.getFirst().id().product().equals(next.id().product())) {
          flush();
        }
        group.add(next);
      }
      flush();
    }

    private void flush() {
      for (RolloutSnapshot rollout : group.reversed()) {
        if (isBehind(rollout)) {
          found.add(rollout);
          taken++;
        }
      }
      group.clear();
    }

    private boolean isBehind(RolloutSnapshot rollout) {
      if (after.isEmpty()) {
        return true;
      }
      RolloutId last = RolloutId.parse(after);
      return !last.product().equals(rollout.id().product()) || rollout.id().compareTo(last) < 0;
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "NotifierQueries[%s]", streams.state());
  }
}
