package dev.sluice.simulation.content;

import dev.sluice.cache.fill.FillEffect;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.Holdings;
import dev.sluice.cache.holding.SliceIndex;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.events.ByteString;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The disk of an edge node with its slices: the node's own index over simulated bytes. It may be
/// full for a while, and what is on it may rot.
final class SliceDisk implements Holdings<DiskSlice> {
  private static final Duration LONGEST_FULL = Duration.ofMinutes(10);

  private final World world;
  private final Seeded chance;
  private final SliceIndex<DiskSlice> index;
  private final Map<SliceKey, byte[]> bytes = new LinkedHashMap<>();

  private Instant fullUntil = Instant.MIN;

  SliceDisk(World world, long limitBytes) {
    this.world = world;
    this.chance = world.chance().split();
    this.index = new SliceIndex<>(limitBytes);
  }

  @Override
  public Optional<DiskSlice> find(SliceKey key) {
    return index.find(key);
  }

  @Override
  public Optional<DiskSlice> findAny(ObjectPath path) {
    return index.findAny(path);
  }

  /// Enters a slice; empty when the disk is full.
  Optional<DiskSlice> keep(FillEffect.Keep<DiskSlice, ?> keep, ByteString received) {
    if (isFull()) {
      return Optional.empty();
    }
    var facts = keep.facts();
    var slice =
        new DiskSlice(
            keep.key(),
            facts.objectLengthBytes(),
            facts.contentType(),
            keep.bornAt(),
            facts.bodyLengthBytes(),
            keep.checksum(),
            received);
    var entry = index.enter(slice, facts.bodyLengthBytes());
    bytes.put(slice.key(), received.bytes());
    if (!entry.admitted()) {
      bytes.remove(slice.key());
    }
    entry.leaving().forEach(leaving -> bytes.remove(leaving.key()));
    if (world.faults().strikes(Fault.ROT, chance)) {
      rot();
    }
    return Optional.of(slice);
  }

  /// What is on the disk for a slice; empty if it has gone.
  Optional<byte[]> read(DiskSlice slice) {
    return Optional.ofNullable(bytes.get(slice.key()));
  }

  /// Whether a slice still has the checksum that was recorded.
  boolean isIntact(DiskSlice slice) {
    return read(slice).map(Digest::sha256).filter(slice.checksum()::equals).isPresent();
  }

  /// Removes a slice that was found bad, unless it has been replaced since.
  void drop(DiskSlice slice) {
    if (index.drop(slice)) {
      bytes.remove(slice.key());
    }
  }

  private boolean isFull() {
    if (world.faults().strikes(Fault.FULL_DISK, chance)) {
      fullUntil = world.now().plusSeconds(chance.between(0, LONGEST_FULL.toSeconds()));
    }
    return world.now().isBefore(fullUntil);
  }

  /// One bit of what is here turns over.
  private void rot() {
    if (!bytes.isEmpty()) {
      var key = chance.pick(List.copyOf(bytes.keySet()));
      bytes.computeIfPresent(key, (_, content) -> chance.withFlippedBit(content));
    }
  }
}
