package dev.sluice.update.fake;

import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.DiffResult;
import dev.sluice.diff.Differ;
import dev.sluice.diff.Sections;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.Next;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceDigester;
import dev.sluice.release.SliceList;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A repository with releases, patches and one ring for everybody, signed and ready to be fetched.
public final class FakeFleet {
  /// The product that it is about.
  public static final ProductName PRODUCT = new ProductName("app");

  /// The only ring.
  public static final String RING = "everybody";

  /// What every patch declares as its work.
  public static final Duration WORK = Duration.ofMillis(40);

  private static final String PRODUCT_ROLE = "product.app";
  private static final String DELTAS_ROLE = "deltas.app";
  private static final String RINGS_ROLE = "rings.app";

  private static final Sections SECTIONS = new Sections(1 << 10, 64);

  private final InstantSource clock;
  private final long sliceLengthBytes;
  private final FakeRepository repository;
  private long sequence;
  private InstallTimes install = new InstallTimes.Anytime();
  private Installer kind = Installer.FILE;
  private Safeguards safeguards = Safeguards.NONE;
  private SortedSet<FlagName> flagsOff = Collections.emptySortedSet();
  private FloorReleases floors = FloorReleases.NONE;

  /// A fleet without releases.
  public FakeFleet(InstantSource clock, long sliceLengthBytes) {
    this.clock = clock;
    this.sliceLengthBytes = sliceLengthBytes;
    this.repository = new FakeRepository(clock.instant());
  }

  /// Releases are of this kind from now on.
  public void setKind(Installer newKind) {
    kind = newKind;
  }

  /// Everything that an edge node would serve, by path.
  public Map<String, byte[]> files() {
    return repository.files();
  }

  /// The repository, to spoil it.
  public FakeRepository repository() {
    return repository;
  }

  /// What a device trusts from the start.
  public byte[] trustAnchor() {
    return repository.file("metadata/1.root.json");
  }

  /// A release in the repository.
  ///
  /// @param manifest its manifest
  /// @param manifestDigest the digest of that
  /// @param bytes its artifact; only to be read
  @SuppressWarnings("ArrayRecordComponent")
  public record Release(Manifest manifest, Digest manifestDigest, byte[] bytes) {
    /// How rings documents name it.
    public ReleaseRef ref() {
      return new ReleaseRef(manifest.id(), manifest.counter(), manifestDigest);
    }

    /// Its artifact.
    public Artifact artifact() {
      return manifest.artifacts().getFirst();
    }

    /// Its rollout.
    public RolloutId rollout() {
      return new RolloutId(PRODUCT, manifest.counter());
    }

    /// The object of its artifact.
    public String objectPath() {
      return ObjectPaths.target(artifact().path(manifest.id()), artifact().digest());
    }
  }

  /// Signs a release for any hardware, with a rollback floor of 0.
  public Release release(String version, long counter, byte[] bytes) {
    return release(version, counter, 0, List.of(), bytes);
  }

  /// Signs a release.
  public Release release(
      String version, long counter, long rollbackFloor, List<String> hardware, byte[] bytes) {
    Release release = unsigned(version, counter, rollbackFloor, hardware, bytes);
    Manifest manifest = release.manifest();
    var digester = new SliceDigester(sliceLengthBytes);
    digester.update(bytes, 0, bytes.length);
    SliceList slices = digester.finish().slices();
    repository
        .putTarget(PRODUCT_ROLE, manifest.path(), manifest.encode())
        .putTarget(
            PRODUCT_ROLE,
            release.artifact().path(manifest.id()),
            bytes,
            slices.reference().toCustom())
        .putObject(ObjectPaths.sliceList(slices.digest()), slices.encode());
    return release;
  }

  /// A release that no role vouches for.
  public Release unsigned(String version, long counter, byte[] bytes) {
    return unsigned(version, counter, 0, List.of(), bytes);
  }

  private Release unsigned(
      String version, long counter, long rollbackFloor, List<String> hardware, byte[] bytes) {
    var id = new ReleaseId(PRODUCT, new Version(version));
    var artifact =
        new Artifact(new ArtifactName("app.bin"), Digest.sha256(bytes), bytes.length, kind);
    var manifest = new Manifest(id, counter, rollbackFloor, hardware, List.of(artifact));
    return new Release(manifest, Digest.sha256(manifest.encode()), bytes);
  }

  /// Makes and signs a patch that is cut into sections of 1 KiB.
  ///
  /// @return the patch's object path
  public String delta(Release base, Release result) {
    return delta(base, result, SECTIONS);
  }

  /// Makes and signs a patch.
  ///
  /// @return the patch's object path
  public String delta(Release base, Release result, Sections sections) {
    Patch patch = diff(base.bytes(), result, sections);
    return sign(baseOf(base), List.of(patch)).getFirst();
  }

  /// Makes and signs a compressed full artifact, likewise.
  ///
  /// @return the patch's object path
  public String compressed(Release result) {
    return sign(new DeltaBase.None(), List.of(diff(new byte[0], result, SECTIONS))).getFirst();
  }

  /// Makes and signs patches that lead from release to release.
  ///
  /// @return their object paths
  public List<String> chain(Release base, Release... results) {
    List<Patch> patches = new ArrayList<>();
    Release from = base;
    for (Release result : results) {
      patches.add(diff(from.bytes(), result, SECTIONS));
      from = result;
    }
    return sign(baseOf(base), patches);
  }

  /// Signs these bytes as a patch, whatever they are.
  ///
  /// @return the patch's object path
  public String delta(
      Release base, Release result, byte[] patch, long memoryBytes, long scratchBytes) {
    return sign(
            baseOf(base), List.of(new Patch(patch, step(result, patch, memoryBytes, scratchBytes))))
        .getFirst();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Patch(byte[] bytes, DeltaStep step) {}

  private static DeltaBase baseOf(Release base) {
    return new DeltaBase.Existing(base.artifact().digest(), base.bytes().length);
  }

  private static Patch diff(byte[] base, Release result, Sections sections) {
    var patch = new ByteArrayOutputStream();
    DiffResult diff;
    try {
      diff =
          Differ.diff(
              MemorySegment.ofArray(base),
              MemorySegment.ofArray(result.bytes()),
              patch,
              DiffOptions.DEFAULT.withSections(sections));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = patch.toByteArray();
    return new Patch(bytes, step(result, bytes, diff.memoryBytes(), diff.scratchBytes()));
  }

  private static DeltaStep step(Release result, byte[] patch, long memoryBytes, long scratchBytes) {
    return new DeltaStep(
        Digest.sha256(patch),
        patch.length,
        result.artifact().digest(),
        result.bytes().length,
        memoryBytes,
        scratchBytes,
        WORK);
  }

  private List<String> sign(DeltaBase base, List<Patch> patches) {
    var descriptor = new DeltaDescriptor(PRODUCT, base, patches.stream().map(Patch::step).toList());
    repository.putTarget(DELTAS_ROLE, descriptor.path(), descriptor.encode());
    List<String> paths = new ArrayList<>();
    for (Patch patch : patches) {
      String path = ObjectPaths.patch(patch.step().patch());
      repository.putObject(path, patch.bytes());
      paths.add(path);
    }
    return paths;
  }

  /// From the next signing on devices may switch only then.
  public void setInstall(InstallTimes times) {
    install = times;
  }

  /// From the next signing on these keep devices out.
  public void setSafeguards(Safeguards next) {
    safeguards = next;
  }

  /// From the next signing on these flags are off in the ring.
  public void setFlagsOff(String... names) {
    flagsOff = new TreeSet<>();
    for (String name : names) {
      flagsOff.add(new FlagName(name));
    }
  }

  /// From the next signing on devices pass through these.
  public void setFloors(Release... next) {
    floors = FloorReleases.of(Stream.of(next).map(Release::ref).toList());
  }

  /// Signs what the ring shall run, and publishes everything.
  public void ring(@Nullable Release current, @Nullable NextRelease next) {
    ring(current == null ? new Current.None() : current.ref(), next);
  }

  /// Signs that the ring went back to a release by order, and publishes everything.
  public void restoredRing(Release current, RolloutId by) {
    ring(new Current.Restored(current.ref(), by), null);
  }

  private void ring(Current standing, @Nullable NextRelease next) {
    sequence++;
    Next moving = next == null ? new Next.None() : next;
    var document =
        new RingsDocument(
            PRODUCT,
            sequence,
            List.of(new Ring(RING, new Selector.Everyone(), standing, moving, install, flagsOff)),
            safeguards,
            floors);
    repository.putTarget(RINGS_ROLE, document.path(), document.encode()).publish(clock.instant());
  }

  /// A release for everybody, at once.
  public NextRelease next(Release release) {
    return next(release, NextState.ADMITTING, Duration.ZERO, false);
  }

  /// A release for everybody.
  public NextRelease next(
      Release release, NextState state, Duration window, boolean isOrderedRollback) {
    return next(
        release, release.rollout(), RolloutId.FIRST_ATTEMPT, state, window, isOrderedRollback);
  }

  /// A release for everybody, at once, by an attempt at a rollout that need not be its first.
  public NextRelease next(Release release, RolloutId rollout, int attempt) {
    return next(release, rollout, attempt, NextState.ADMITTING, Duration.ZERO, false);
  }

  private NextRelease next(
      Release release,
      RolloutId rollout,
      int attempt,
      NextState state,
      Duration window,
      boolean isOrderedRollback) {
    return new NextRelease(
        release.ref(),
        rollout,
        1_000_000,
        Instant.ofEpochMilli(clock.instant().toEpochMilli()),
        window,
        state,
        attempt,
        isOrderedRollback);
  }

  /// The announcement of what was published last.
  public WaveAnnounced announcement(Release release) {
    return new WaveAnnounced(
        PRODUCT,
        RING,
        release.rollout(),
        1,
        release.manifest().id(),
        release.manifestDigest(),
        new MetadataVersions(repository.version("timestamp"), repository.version("snapshot")));
  }

  /// The announcement that a rollout is halted, by the rings document that comes next.
  public RolloutHalted haltAnnouncement(Release release) {
    return haltAnnouncement(release, sequence + 1);
  }

  /// The announcement that a rollout is halted by the rings document of a sequence.
  public RolloutHalted haltAnnouncement(Release release, long haltedBy) {
    return new RolloutHalted(PRODUCT, RING, release.rollout(), haltedBy, "it fails");
  }
}
