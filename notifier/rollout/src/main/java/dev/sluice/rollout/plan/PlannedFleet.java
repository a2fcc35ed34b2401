package dev.sluice.rollout.plan;

import dev.sluice.events.device.Running;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.PartitionTally;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final int CONTENT_BITS = 12;
  private static final int MAX_CONTENTS = (1 << CONTENT_BITS) - 1;

  private RingsDocument everybody;
  private final RolloutId rollout;
  private final ReleaseSizes sizes;
  private final EdgeTiers tiers;
  private final Instant now;
  private final Map<String, PlannedRing> byName = new TreeMap<>();
  private final List<PlannedRing> rings = new ArrayList<>();
  private final List<Long> contentBytes = new ArrayList<>();
  private final Map<Digest, Integer> contents = new HashMap<>();
  private final Map<String, Integer> edges = new HashMap<>();
  private int devices;
  private long unpatched;
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
    this.sizes = sizes;
    this.tiers = tiers;
    this.now = now;
    for (Ring ring : everybody.rings()) {
      var planned = new PlannedRing();
      rings.add(planned);
      byName.put(ring.name(), planned);
    }
    contentBytes.add(sizes.fullBytes());
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
    return true;
  }

  private int source(DeviceRecord device) {
    return isOff(device) ? OFF : node(device) << CONTENT_BITS | content(device);
  }

  private boolean isOff(DeviceRecord device) {
    Instant seen = device.state().seenAt();
    return answered
        .map(
            last -> device.findOutcome(last.rollout()).isEmpty() && seen.isBefore(last.startedAt()))
        .orElse(seen.isBefore(now.minus(UNSEEN)));
  }

  private int content(DeviceRecord device) {
    for (Running running : device.state().running()) {
      Long patch = sizes.patchBytes().get(running.artifact());
      if (running.product().equals(rollout.product()) && patch != null) {
        Integer known = contents.get(running.artifact());
        if (known == null && contentBytes.size() < MAX_CONTENTS) {
          known = contentBytes.size();
          contents.put(running.artifact(), known);
          contentBytes.add(patch);
        }
        return known == null ? 0 : known;
      }
    }
    unpatched++;
    return 0;
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
    return source >>> CONTENT_BITS;
  }

  static int content(int source) {
    return source & MAX_CONTENTS;
  }

  long bytes(int content) {
    return contentBytes.get(content);
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
