package dev.sluice.simulation.stamp;

import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.DiffResult;
import dev.sluice.diff.Differ;
import dev.sluice.diff.Sections;
import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.simulation.world.Sabotage;
import dev.sluice.simulation.world.World;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeRepository;
import dev.sluice.tuf.metadata.Roles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Vouches for releases, patches and rings documents in a TUF repository in memory.
///
/// It signs a rings document only above the last sequence, and the same one again changes nothing.
public final class Signer {
  /// Small, so that a patch can be taken up again at many points.
  private static final Sections SECTIONS = new Sections(500, 64);

  private final World world;
  private final ProductName product;
  private final FakeRepository repository;
  private final Consumer<RingsDocument> published;

  private Optional<RingsDocument> lastSigned = Optional.empty();

  /// A signer with a new repository.
  ///
  /// @param published told of each rings document that devices can read from now on
  public Signer(World world, ProductName product, Consumer<RingsDocument> published) {
    this.world = world;
    this.product = product;
    this.published = published;
    this.repository =
        new FakeRepository(world.now()).lifetime(Roles.TIMESTAMP, Duration.ofHours(24));
  }

  /// What the object store serves; it changes as things are signed.
  public Map<String, byte[]> objects() {
    return repository.files();
  }

  /// The root file that devices are born with.
  public byte[] trustAnchor() {
    return repository.rootBytes();
  }

  /// Signs a new timestamp over what there is.
  public void renew() {
    repository.publishTimestamp(world.now());
  }

  /// Vouches for a release: manifest, artifact and slice list.
  public void sign(PublishedRelease release) {
    var slices = release.slices().slices();
    var role = "product." + product;
    var manifest = release.manifest();
    repository
        .putObject(ObjectPaths.sliceList(slices.digest()), slices.encode())
        .putTarget(
            role,
            release.artifact().path(manifest.id()),
            release.content().bytes(),
            slices.reference().toCustom())
        .putTarget(role, manifest.path(), manifest.encode())
        .publish(world.now());
    world.trace("signer", "signed " + manifest.id());
  }

  /// Makes and vouches for the patches that lead from one release to others, one after the other.
  public void signDelta(PublishedRelease from, PublishedRelease... to) {
    var base = new DeltaBase.Existing(from.artifact().digest(), from.artifact().lengthBytes());
    var steps = new ArrayList<DeltaStep>();
    var before = from.content();
    for (var release : to) {
      steps.add(storePatch(before.bytes(), release));
      before = release.content();
    }
    vouch(new DeltaDescriptor(product, base, steps));
  }

  /// Compresses a release and vouches for that.
  public void signCompressed(PublishedRelease release) {
    var step = storePatch(new byte[0], release);
    vouch(new DeltaDescriptor(product, new DeltaBase.None(), List.of(step)));
  }

  private DeltaStep storePatch(byte[] from, PublishedRelease to) {
    var patch = new ByteArrayOutputStream();
    DiffResult result;
    try {
      result =
          Differ.diff(
              MemorySegment.ofArray(from),
              MemorySegment.ofArray(to.content().bytes()),
              patch,
              DiffOptions.DEFAULT.withSections(SECTIONS));
    } catch (IOException e) {
      throw new UncheckedIOException("a stream in memory must not fail", e);
    }
    var step =
        new DeltaStep(
            Digest.sha256(patch.toByteArray()),
            result.patchBytes(),
            result.result(),
            to.artifact().lengthBytes(),
            result.memoryBytes(),
            result.scratchBytes(),
            result.work());
    repository.putObject(ObjectPaths.patch(step.patch()), patch.toByteArray());
    return step;
  }

  private void vouch(DeltaDescriptor descriptor) {
    repository
        .putTarget("deltas." + product, descriptor.path(), descriptor.encode())
        .publish(world.now());
  }

  /// Signs a planned rings document, or refuses it.
  public RolloutEvent sign(RingsPlanned planned) {
    long last = lastSigned.map(RingsDocument::sequence).orElse(0L);
    var isRepetition = lastSigned.isPresent() && lastSigned.get().equals(planned.document());
    if (planned.sequence() <= last && !isRepetition) {
      world.trace("signer", "refused rings " + planned.sequence() + ", has " + last);
      return new RolloutEvent.RingsRefused(planned.sequence(), last);
    }
    if (!isRepetition) {
      lastSigned = Optional.of(planned.document());
      publish(planned.document());
    }
    return new RolloutEvent.RingsSigned(planned.sequence(), versions());
  }

  private MetadataVersions versions() {
    return new MetadataVersions(
        repository.version(Roles.TIMESTAMP), repository.version(Roles.SNAPSHOT));
  }

  /// What a thief of the online rings key does: orders a release, whatever was planned.
  ///
  /// @return the announcements that go with it, one for each ring
  public List<Announcement> forge(PublishedRelease wanted) {
    if (lastSigned.isEmpty()) {
      return List.of();
    }
    var last = lastSigned.get();
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
    var forged = new RingsDocument(product, last.sequence() + 1, rings);
    lastSigned = Optional.of(forged);
    publish(forged);
    return rings.stream().map(ring -> announcement(ring, wanted)).toList();
  }

  private Announcement announcement(Ring ring, PublishedRelease wanted) {
    return new WaveAnnounced(
        product,
        ring.name(),
        wanted.rollout(),
        1,
        wanted.manifest().id(),
        wanted.ref().manifest(),
        versions());
  }

  private void publish(RingsDocument document) {
    var halted = world.isSabotaged(Sabotage.IGNORED_HALT) ? withoutHalts(document) : document;
    var written =
        world.isSabotaged(Sabotage.IGNORED_FLOORS) ? halted.withFloors(FloorReleases.NONE) : halted;
    repository.putTarget("rings." + product, written.path(), written.encode()).publish(world.now());
    world.trace("signer", "signed rings " + written.sequence());
    published.accept(written);
  }

  private static RingsDocument withoutHalts(RingsDocument document) {
    return new RingsDocument(
        document.product(),
        document.sequence(),
        document.rings().stream().map(Signer::withoutHalt).toList(),
        document.safeguards(),
        document.floors());
  }

  private static Ring withoutHalt(Ring ring) {
    return ring.findNext()
        .map(
            next ->
                ring.withNext(
                    new NextRelease(
                        next.release(),
                        next.rollout(),
                        next.sharePpm(),
                        next.windowStart(),
                        next.window(),
                        NextState.ADMITTING,
                        next.orderedRollback())))
        .orElse(ring);
  }
}
