package dev.sluice.simulation.stamp;

import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.DiffResult;
import dev.sluice.diff.Differ;
import dev.sluice.diff.Sections;
import dev.sluice.events.ByteString;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.StartRequest;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ProductName;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Puts releases and their patches into the store, and says so.
public final class Publisher {
  /// Small, so that a patch can be taken up again at many points.
  private static final Sections SECTIONS = new Sections(1_500, 64);

  /// Patches by the digests of their bases and results, for all histories of this process: they
  /// follow from these, and take longer to make than to use. Bounded, since there are only so many
  /// [ContentLine]s.
  private static final Map<List<Digest>, Made> MADE = new ConcurrentHashMap<>();

  private final World world;
  private final ProductName product;
  private final StampStore store;
  private final Consumer<ArtifactEvent> events;
  private final Seeded chance;

  private record Made(ByteString patch, DiffResult result) {}

  /// A publisher.
  ///
  /// @param events takes what it says to the signer
  public Publisher(
      World world, ProductName product, StampStore store, Consumer<ArtifactEvent> events) {
    this.world = world;
    this.product = product;
    this.store = store;
    this.events = events;
    this.chance = world.chance().split();
  }

  /// Publishes a release: artifact, slice list and manifest.
  public void publish(PublishedRelease release) {
    var manifest = release.manifest();
    var slices = release.slices().slices();
    put(ObjectPaths.sliceList(slices.digest()), slices.encode());
    var artifact =
        target(
            release.artifact().path(manifest.id()),
            release.content().bytes(),
            slices.reference().toCustom());
    var document = target(manifest.path(), manifest.encode(), JsonObject.empty());
    world.trace("publisher", "publishes " + manifest.id());
    events.accept(
        new ArtifactPublished(
            manifest.id(),
            release.counter(),
            release.floor(),
            document,
            List.of(artifact),
            StartRequest.AS_POLICY,
            0));
  }

  /// Makes patches towards a release: from most of the earlier ones, some of them over the one in
  /// between, and now and then from nothing.
  public void buildDeltas(List<PublishedRelease> earlier, PublishedRelease release) {
    List<TargetFile> descriptors = new ArrayList<>();
    for (var base : earlier) {
      boolean hasBetween = !base.equals(earlier.getLast());
      if (hasBetween && chance.chance(0.3)) {
        descriptors.add(delta(base, earlier.getLast(), release));
      } else if (chance.chance(0.8)) {
        descriptors.add(delta(base, release));
      }
    }
    if (chance.chance(0.5)) {
      descriptors.add(compressed(release));
    }
    events.accept(
        new DeltasBuilt(
            release.manifest().id(),
            release.counter(),
            release.artifact().digest(),
            descriptors,
            true));
  }

  /// The patches that lead from one release to others, one after the other.
  private TargetFile delta(PublishedRelease from, PublishedRelease... to) {
    var base = new DeltaBase.Existing(from.artifact().digest(), from.artifact().lengthBytes());
    var steps = new ArrayList<DeltaStep>();
    var before = from.content();
    for (var release : to) {
      steps.add(patch(before.bytes(), release));
      before = release.content();
    }
    return descriptor(new DeltaDescriptor(product, base, steps));
  }

  private TargetFile compressed(PublishedRelease release) {
    var step = patch(new byte[0], release);
    return descriptor(new DeltaDescriptor(product, new DeltaBase.None(), List.of(step)));
  }

  private DeltaStep patch(byte[] from, PublishedRelease to) {
    var made =
        MADE.computeIfAbsent(
            List.of(Digest.sha256(from), to.artifact().digest()),
            _ -> make(from, to.content().bytes()));
    var step =
        new DeltaStep(
            Digest.sha256(made.patch().bytes()),
            made.result().patchBytes(),
            made.result().result(),
            to.artifact().lengthBytes(),
            made.result().memoryBytes(),
            made.result().scratchBytes(),
            made.result().work());
    put(ObjectPaths.patch(step.patch()), made.patch().bytes());
    return step;
  }

  private static Made make(byte[] from, byte[] to) {
    var patch = new ByteArrayOutputStream();
    try {
      DiffResult result =
          Differ.diff(
              MemorySegment.ofArray(from),
              MemorySegment.ofArray(to),
              patch,
              DiffOptions.DEFAULT.withSections(SECTIONS));
      return new Made(ByteString.of(patch.toByteArray()), result);
    } catch (IOException e) {
      throw new UncheckedIOException("a stream in memory must not fail", e);
    }
  }

  private TargetFile descriptor(DeltaDescriptor descriptor) {
    return target(descriptor.path(), descriptor.encode(), JsonObject.empty());
  }

  private TargetFile target(String path, byte[] content, JsonObject custom) {
    var target = new TargetFile(path, content.length, Digest.sha256(content), custom);
    put(ObjectPaths.target(path, target.sha256()), content);
    return target;
  }

  private void put(String path, byte[] content) {
    if (!store.writeOnce(path, ByteString.of(content))) {
      throw world.violation(path + " must hold the bytes of its name");
    }
  }
}
