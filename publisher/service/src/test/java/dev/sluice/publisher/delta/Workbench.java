package dev.sluice.publisher.delta;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.StartRequest;
import dev.sluice.publisher.catalogue.Catalogue;
import dev.sluice.publisher.catalogue.CounterRule;
import dev.sluice.publisher.catalogue.FloorRule;
import dev.sluice.publisher.catalogue.Offer;
import dev.sluice.publisher.catalogue.StoredArtifact;
import dev.sluice.publisher.patch.BuildPool;
import dev.sluice.publisher.patch.MemoryBudget;
import dev.sluice.publisher.patch.WorkDirectory;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import dev.sluice.release.SliceReference;
import dev.sluice.release.Version;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A delta builder whose store, patches and queue are in memory. Artifacts are 1,000 bytes long and
/// begin with their name; version n of the product has counter n.
final class Workbench implements AutoCloseable {
  static final int ARTIFACT_BYTES = 1_000;
  static final ProductName PRODUCT = new ProductName("gateway");

  final MemoryArtifactStore store = new MemoryArtifactStore();
  final ScriptedMaker maker = new ScriptedMaker();
  final FleetView fleet = new FleetView();
  final List<Event> sent = new ArrayList<>();
  private final Map<Digest, String> names = new HashMap<>();
  private final WorkDirectory work;
  private final BuildPool pool;
  private final DeltaBuilder builder;
  private Runnable onEvent = () -> {};

  Workbench(Path directory, DeltaLimits limits) throws IOException {
    work = WorkDirectory.open(directory);
    pool = new BuildPool(limits.maxParallelBuilds());
    builder =
        new DeltaBuilder(
            limits,
            store,
            (path, file, _) -> store.put(path, Files.readAllBytes(file)),
            work,
            maker,
            pool,
            new MemoryBudget(limits.maxMemoryBytes()),
            (event, _) -> {
              sent.add(event);
              onEvent.run();
            },
            DeltaMeters.silent());
  }

  /// The limits of most tests: any number of bases, two at a time.
  static DeltaLimits limits(int maxBases, int maxParallel) {
    return new DeltaLimits(maxBases, 80, 95, maxParallel, 1 << 20, 1 << 30, 1 << 20);
  }

  /// Is called, on the builder's thread, after each event.
  void onEvent(Runnable action) {
    onEvent = action;
  }

  /// A device runs a version of that name, or another device does.
  void deviceRuns(int version) {
    var running =
        new Running(
            PRODUCT, new Version("" + version), version, Digest.sha256(bytes("" + version)));
    var state =
        new DeviceState(
            new DeviceId("device-" + version),
            1,
            DevicePublicKey.ofBytes(new byte[32]),
            DeviceAttributes.none(),
            List.of(running),
            Instant.EPOCH);
    fleet.accept(new StampedEvent<>("1", "test", Instant.EPOCH, state));
  }

  /// Puts a version into store and catalogue, and builds its patches.
  ///
  /// @return what is offered: base, and the artifacts on the way with the patches' lengths
  Map<String, String> publish(int version) throws IOException, InterruptedException {
    return build(version, List.of(enter(version)));
  }

  /// The same for a release of several artifacts.
  Map<String, String> build(int version, List<TargetFile> artifacts)
      throws IOException, InterruptedException {
    var id = new ReleaseId(PRODUCT, new Version("" + version));
    var manifest = new TargetFile(Manifest.path(id), 1, digest("manifest"), JsonObject.empty());
    var published =
        new ArtifactPublished(id, version, 0, manifest, artifacts, StartRequest.AS_POLICY, 0);
    builder.build(new StampedEvent<>("1", "test", Instant.EPOCH, published), published, fleet);
    return offered(((DeltasBuilt) sent.getLast()));
  }

  /// The catalogue gives a version the next counter.
  void number(int version) throws StoreException {
    var id = new ReleaseId(PRODUCT, new Version("" + version));
    var _ =
        new Catalogue(store)
            .number(id, new FloorRule.PreviousRelease(), new CounterRule.Next())
            .orElseThrow();
  }

  /// A policy names versions that devices pass through.
  void policyNames(Version... floors) {
    var policy = new PolicyApplied(PRODUCT, 1, "", "test", "", List.of(floors));
    fleet.floors().see(new StampedEvent<>("1", "test", Instant.EPOCH, policy));
  }

  private TargetFile enter(int version) throws StoreException {
    var id = new ReleaseId(PRODUCT, new Version("" + version));
    TargetFile target = artifact(version, "app.bin", "" + version);
    var slices = new SliceReference(SliceList.DEFAULT_SLICE_LENGTH_BYTES, digest("slices"));
    var artifact =
        new Artifact(
            new ArtifactName("app.bin"), target.sha256(), target.lengthBytes(), Installer.FILE);
    var offer =
        new Offer(
            List.of(new StoredArtifact(artifact, slices)), List.of(), StartRequest.AS_POLICY, 0);
    var _ = new Catalogue(store).enter(id, offer);
    return target;
  }

  /// Puts an artifact into the store.
  TargetFile artifact(int version, String fileName, String name) throws StoreException {
    byte[] bytes = bytes(name);
    var target =
        new TargetFile(
            "products/%s/%d/%s".formatted(PRODUCT, version, fileName),
            bytes.length,
            Digest.sha256(bytes),
            JsonObject.empty());
    names.put(target.sha256(), name);
    store.put(ObjectPaths.target(target.path(), target.sha256()), bytes);
    return target;
  }

  /// Where the artifact of a version stands.
  static String objectPath(int version) {
    return ObjectPaths.target(
        "products/%s/%d/app.bin".formatted(PRODUCT, version), Digest.sha256(bytes("" + version)));
  }

  /// What an event offers.
  Map<String, String> offered(DeltasBuilt built) throws StoreException {
    Map<String, String> offers = new TreeMap<>();
    for (TargetFile target : built.descriptors()) {
      DeltaDescriptor descriptor = new Descriptors(store).find(target).orElseThrow();
      var way = new StringBuilder();
      descriptor
          .steps()
          .forEach(
              step ->
                  way.append(
                      ">%s:%d".formatted(names.get(step.result()), step.patchLengthBytes())));
      String base =
          descriptor.base() instanceof DeltaBase.Existing(var digest, _)
              ? "" + names.get(digest)
              : "none";
      offers.put(base, way.toString());
    }
    return offers;
  }

  List<DeltasBuilt> built() {
    return sent.stream()
        .filter(DeltasBuilt.class::isInstance)
        .map(DeltasBuilt.class::cast)
        .toList();
  }

  List<DeadLetter> letters() {
    return sent.stream().filter(DeadLetter.class::isInstance).map(DeadLetter.class::cast).toList();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static byte[] bytes(String name) {
    return Arrays.copyOf((name + " ").getBytes(UTF_8), ARTIFACT_BYTES);
  }

  private static Digest digest(String text) {
    return Digest.sha256(text.getBytes(UTF_8));
  }
}
