package dev.sluice.notifier.topology;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.notifier.query.Found;
import dev.sluice.notifier.query.SharedStores;
import dev.sluice.notifier.query.StoreQuery;
import dev.sluice.notifier.traffic.TrafficSearch;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.rollout.ProductRollouts;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.plan.ConfirmationTimes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What all instances of a notifier hold: read from their state stores, not from topics. For any
/// number of threads.
///
/// Any instance answers any question; what others hold it asks of them. Half an answer would be a
/// wrong one: a partition that nobody can be asked for is an [IOException] that says why.
public final class NotifierQueries {
  private static final EntryQuery DEVICE = new EntryQuery("device", NotifierTopology.DEVICES_STORE);
  private static final EntryQuery ROLLOUT =
      new EntryQuery("rollout", NotifierTopology.RECORDS_STORE);
  private static final EntryQuery PRODUCT =
      new EntryQuery("product", NotifierTopology.ROLLOUTS_STORE);
  private static final EntryQuery TIMES = new EntryQuery("times", NotifierTopology.TIMES_STORE);
  private static final EntryQuery TIMELINE =
      new EntryQuery("timeline", NotifierTopology.TIMELINES_STORE);
  private static final EntryQuery POLICY =
      new EntryQuery("policy", NotifierTopology.POLICIES_STORE);
  private static final AllEntries POLICIES =
      new AllEntries("policies", NotifierTopology.POLICIES_STORE);

  /// Far more than there are products.
  private static final int MOST_POLICIES = 100_000;

  private static final DevicePages DEVICES = new DevicePages();
  private static final RolloutPages ROLLOUTS = new RolloutPages();

  private final SharedStores stores;

  /// @param stores of all instances
  public NotifierQueries(SharedStores stores) {
    this.stores = stores;
  }

  /// Every kind of question that instances ask each other; policies each holds itself.
  public static List<StoreQuery<?>> kinds() {
    return List.of(
        DEVICE,
        ROLLOUT,
        PRODUCT,
        TIMES,
        TIMELINE,
        DEVICES,
        ROLLOUTS,
        Inventory.DOCUMENTS,
        TrafficSearch.QUERY);
  }

  /// Rollouts by product, the latest release of each first.
  ///
  /// @param after leaves out what comes up to this one: its text, or empty
  /// @param most how many are enough
  /// @throws IOException if not every partition can be asked now
  public List<RolloutSnapshot> rollouts(String after, int most) throws IOException {
    return sorted(
        stores.ask(ROLLOUTS, new RolloutPages.Part("", RolloutPages.keyOf(after), most)), most);
  }

  /// Rollouts of one product, the latest release first.
  ///
  /// @throws IOException if the product's partition cannot be asked now
  public List<RolloutSnapshot> rolloutsOf(ProductName product) throws IOException {
    String prefix = RolloutKeys.prefix(product);
    return sorted(
        stores.askAt(prefix, ROLLOUTS, new RolloutPages.Part(prefix, "", RolloutRecords.KEPT)),
        RolloutRecords.KEPT);
  }

  private static List<RolloutSnapshot> sorted(List<Found> found, int most) {
    return found.stream()
        .sorted(Comparator.comparing(Found::key, RolloutPages.LATEST_FIRST))
        .limit(most)
        .map(NotifierQueries::snapshot)
        .toList();
  }

  /// One rollout.
  ///
  /// @throws IOException if its product's partition cannot be asked now
  public Optional<RolloutSnapshot> rollout(RolloutId rollout) throws IOException {
    String key = RolloutKeys.of(rollout);
    return stores.askAt(key, ROLLOUT, new EntryQuery.Key(key)).stream()
        .findFirst()
        .map(NotifierQueries::snapshot);
  }

  private static RolloutSnapshot snapshot(Found record) {
    return RolloutRecords.decode(record.value().bytes()).snapshot();
  }

  /// Where a rollout can be rolled back to now, the latest release first.
  ///
  /// @throws IOException if its product's partition cannot be asked now
  public List<ReleaseId> rollbackTargets(RolloutId rollout) throws IOException {
    return product(rollout.product()).stream()
        .flatMap(state -> state.rollbackTargets(rollout).stream())
        .map(ReleaseRef::release)
        .toList();
  }

  /// All that is held for a product; empty for one of which nothing is known.
  ///
  /// @throws IOException if its partition cannot be asked now
  public Optional<ProductRollouts> product(ProductName product) throws IOException {
    String key = product.value();
    return stores.askAt(key, PRODUCT, new EntryQuery.Key(key)).stream()
        .findFirst()
        .map(state -> RolloutProcessor.decode(state.value().bytes()));
  }

  /// Devices in the order of their ids.
  ///
  /// @param prefix what the ids begin with; empty for all
  /// @param after leaves out ids up to this one
  /// @param most how many are enough
  /// @throws IOException if not every partition can be asked now
  public List<DeviceState> devices(String prefix, String after, int most) throws IOException {
    return stores.ask(DEVICES, new DevicePages.Part(prefix, after, most)).stream()
        .sorted(Comparator.comparing(Found::key))
        .limit(most)
        .map(NotifierQueries::state)
        .toList();
  }

  /// Shows every device, in no order, until one is refused.
  ///
  /// @return whether none was
  /// @throws IOException if not every partition can be asked now
  public boolean eachDevice(Predicate<DeviceRecord> taker) throws IOException {
    return inventory().each("", "", taker);
  }

  /// How long the devices took from their start to their confirmation of a product's releases.
  ///
  /// @throws IOException if not every partition can be asked now
  public ConfirmationTimes confirmationTimes(ProductName product) throws IOException {
    var times = new ConfirmationTimes();
    for (Found kept : stores.ask(TIMES, new EntryQuery.Key(product.value()))) {
      times.add(ConfirmationTimes.decode(kept.value().bytes()));
    }
    return times;
  }

  /// The whole inventory.
  public Inventory inventory() {
    return new Inventory(stores);
  }

  /// Where bytes came from.
  ///
  /// @param clock says until when
  public TrafficSearch traffic(InstantSource clock) {
    return new TrafficSearch(stores, clock);
  }

  /// One device.
  ///
  /// @throws IOException if its partition cannot be asked now
  public Optional<DeviceState> device(DeviceId device) throws IOException {
    String key = device.value();
    return stores.askAt(key, DEVICE, new EntryQuery.Key(key)).stream()
        .findFirst()
        .map(NotifierQueries::state);
  }

  private static DeviceState state(Found device) {
    return StoredPartition.device(device.value().bytes()).state();
  }

  /// The latest steps of a device, in the order in which they became known.
  ///
  /// @return empty if it told none
  /// @throws IOException if not every partition can be asked now
  public List<UpdateStep> timeline(DeviceId device) throws IOException {
    String key = device.value();
    return stores.askAt(key, TIMELINE, new EntryQuery.Key(key)).stream()
        .flatMap(kept -> StoredPartition.timeline(kept.value().bytes()).steps().stream())
        .toList();
  }

  /// The latest policy of each product that has one, by product, with its time.
  ///
  /// @throws IOException if they cannot be asked now
  public List<StampedEvent<PolicyApplied>> policies() throws IOException {
    return stores.askGlobal(POLICIES, new AllEntries.Most(MOST_POLICIES)).stream()
        .map(policy -> PolicyKeeper.decode(policy.value().bytes()))
        .sorted(Comparator.comparing(policy -> policy.event().product().value()))
        .toList();
  }

  /// The latest policy of a product, with its time.
  ///
  /// @throws IOException if it cannot be asked now
  public Optional<StampedEvent<PolicyApplied>> policy(ProductName product) throws IOException {
    return stores.askGlobal(POLICY, new EntryQuery.Key(product.value())).stream()
        .findFirst()
        .map(policy -> PolicyKeeper.decode(policy.value().bytes()));
  }
}
