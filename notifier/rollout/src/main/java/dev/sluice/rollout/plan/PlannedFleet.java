package dev.sluice.rollout.plan;

import dev.sluice.events.inventory.Running;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.PartitionTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The fleet as a plan sees it: read once, device by device, into some twenty bytes for each.
///
/// The counting code of the notifier decides which ring a device is in and whether it takes part.
/// For one thread.
public final class PlannedFleet {
  /// Most devices; a plan over more would need another form.
  public static final int MAX_DEVICES = 1 << 20;

  /// The attribute by which a device says which edge node it is behind.
  public static final String EDGE_ATTRIBUTE = "edge";

  /// A device that was not seen for so long is taken for switched off, if no rollout tells more.
  public static final Duration UNSEEN = Duration.ofDays(7);

  /// The source of a device that is off.
  static final int OFF = -1;

  private static final int WAY_BITS = 12;
  private static final int MAX_WAYS = (1 << WAY_BITS) - 1;

  private RingsDocument everybody;
  private final RolloutId rollout;
  private final Downloads downloads;
  private final EdgeTiers tiers;
  private final Instant now;
  private final Map<String, PlannedRing> byName = new TreeMap<>();
  private final List<PlannedRing> rings = new ArrayList<>();
  private final Map<String, Integer> edges = new HashMap<>();
  private int devices;
  private long unpatched;
  private List<PlannedFloor> floors = List.of();
  private Optional<Answered> answered = Optional.empty();

  /// The last rollout that went through: who said nothing to it is taken for switched off.
  ///
  /// @param startedAt a device that was seen after it may have come later, and counts as on
  public record Answered(RolloutId rollout, Instant startedAt) {}

  /// An empty fleet.
  ///
  /// @param signed the release and its policy
  /// @param now from when the last signs of life count
  public PlannedFleet(
      RolloutEvent.ReleaseSigned signed, ReleaseSizes sizes, EdgeTiers tiers, Instant now) {
    this.rollout = new RolloutId(signed.release().release().product(), signed.release().counter());
    this.everybody = everybody(signed, rollout, now);
    this.downloads = new Downloads(sizes, MAX_WAYS);
    this.tiers = tiers;
    this.now = now;
    for (Ring ring : everybody.rings()) {
      var planned = new PlannedRing();
      rings.add(planned);
      byName.put(ring.name(), planned);
    }
  }

  /// The rings as the machine itself writes them, each with everybody admitted.
  private static RingsDocument everybody(
      RolloutEvent.ReleaseSigned signed, RolloutId rollout, Instant now) {
    RingsDocument first = DrivenMachine.firstDocument(rollout, signed, now);
    NextRelease next =
        first.rings().stream()
            .flatMap(ring -> ring.findNext().stream())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("rollout " + rollout + " plans no wave"))
            .withSharePpm(Admission.WHOLE_PPM);
    return new RingsDocument(
        first.product(),
        first.sequence(),
        first.rings().stream().map(ring -> ring.withNext(next)).toList());
  }

  /// Tells of the last rollout; before any device.
  public void answered(Answered last) {
    answered = Optional.of(last);
  }

  /// Tells whom holds keep out; before any device.
  public void safeguarded(Safeguards safeguards) {
    everybody = everybody.withSafeguards(safeguards);
  }

  /// Tells which releases devices pass through; before any device.
  public void passing(List<PlannedFloor> through) {
    floors = List.copyOf(through);
    everybody =
        everybody.withFloors(FloorReleases.of(floors.stream().map(PlannedFloor::release).toList()));
  }

  /// Adds a device.
  ///
  /// @return false if there are too many already
  public boolean add(DeviceRecord device) {
    var tally = new PartitionTally(everybody);
    tally.add(new DeviceRecord(device.state(), Collections.emptySortedMap()));
    for (Map.Entry<String, RingCounts> found : tally.totals().entrySet()) {
      if (devices == MAX_DEVICES) {
        return false;
      }
      devices++;
      PlannedRing ring = byName.get(found.getKey());
      if (ring != null && found.getValue().admitted() > 0) {
        ring.add(Admission.draw(rollout, device.state().device()), source(device));
      } else if (ring != null) {
        ring.holdBack();
      }
    }
    tally
        .reports()
        .forEach(
            (name, report) ->
                Optional.ofNullable(byName.get(name))
                    .ifPresent(planned -> planned.pass(report.passages())));
    return true;
  }

  private int source(DeviceRecord device) {
    return isOff(device) ? OFF : node(device) << WAY_BITS | way(device);
  }

  private boolean isOff(DeviceRecord device) {
    Instant seen = device.state().seenAt();
    return answered
        .map(
            last -> device.findOutcome(last.rollout()).isEmpty() && seen.isBefore(last.startedAt()))
        .orElse(seen.isBefore(now.minus(UNSEEN)));
  }

  private int way(DeviceRecord device) {
    Optional<Running> runs =
        device.state().running().stream()
            .filter(running -> running.product().equals(rollout.product()))
            .findFirst();
    List<ReleaseRef> before =
        everybody.floors().onTheWay(runs.map(Running::counter).orElse(0L), rollout.counter());
    int way =
        downloads.way(
            floors.stream().filter(floor -> before.contains(floor.release())).toList(),
            runs.map(running -> Set.of(running.artifact())).orElse(Set.of()));
    if (downloads.endsInFull(way)) {
      unpatched++;
    }
    return way;
  }

  private int node(DeviceRecord device) {
    if (tiers.tiers() == 0) {
      return 0;
    }
    int nodes = tiers.nodes(tiers.tiers());
    String edge = device.state().attributes().attributes().get(EDGE_ATTRIBUTE);
    if (edge == null) {
      return devices % nodes;
    }
    return edges.computeIfAbsent(edge, _ -> edges.size()) % nodes;
  }

  /// Ends the adding.
  void sort() {
    rings.forEach(PlannedRing::sort);
  }

  List<PlannedRing> rings() {
    return rings;
  }

  RolloutId rollout() {
    return rollout;
  }

  EdgeTiers tiers() {
    return tiers;
  }

  static int node(int source) {
    return source >>> WAY_BITS;
  }

  static int way(int source) {
    return source & MAX_WAYS;
  }

  Downloads downloads() {
    return downloads;
  }

  /// The releases that devices pass through.
  List<PlannedFloor> floors() {
    return floors;
  }

  int devices() {
    return devices;
  }

  /// How many devices take the whole artifact.
  long unpatched() {
    return unpatched;
  }

  /// How many edge nodes the devices have named.
  int namedEdges() {
    return edges.size();
  }
}
