package dev.sluice.simulation.stamp;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.repository.plan.SigningPlan;
import dev.sluice.repository.state.Repository;
import dev.sluice.simulation.world.World;
import java.time.Duration;
import java.util.List;

/// A thief of the online keys: orders a release, whatever was planned.
public final class RingsThief {
  private final World world;
  private final SignerProcess signer;

  /// A thief of a signer's keys.
  public RingsThief(World world, SignerProcess signer) {
    this.world = world;
    this.signer = signer;
  }

  /// Orders a release for every ring, by a document of the next sequence.
  ///
  /// @param last the document that devices can read
  /// @return the announcements that go with it, one for each ring
  public List<Announcement> order(RingsDocument last, PublishedRelease wanted) {
    var order =
        new NextRelease(
            wanted.ref(),
            wanted.rollout(),
            Admission.WHOLE_PPM,
            world.now(),
            Duration.ZERO,
            NextState.ADMITTING,
            true);
    var rings = last.rings().stream().map(ring -> ring.withNext(order)).toList();
    world.trace("thief", "orders " + wanted.manifest().id());
    SigningEvent forged =
        RingsPlanned.of(new RingsDocument(last.product(), last.sequence() + 1, rings));
    var stamped = List.of(new StampedEvent<>("id", "thief", world.now(), forged));
    Repository after =
        signer.commitAtOnce(before -> SigningPlan.ofRings(before, stamped)).repository();
    var versions = new MetadataVersions(after.timestamp().version(), after.snapshot().version());
    return rings.stream().map(ring -> announcement(ring, wanted, versions)).toList();
  }

  private static Announcement announcement(
      Ring ring, PublishedRelease wanted, MetadataVersions versions) {
    return new WaveAnnounced(
        wanted.rollout().product(),
        ring.name(),
        wanted.rollout(),
        1,
        wanted.manifest().id(),
        wanted.ref().manifest(),
        versions);
  }
}
