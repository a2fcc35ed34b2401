package dev.sluice.events;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.command.FlagOrdered;
import dev.sluice.events.command.Order;
import dev.sluice.events.command.RetryOrdered;
import dev.sluice.events.command.RingApproved;
import dev.sluice.events.command.RollbackOrdered;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.command.WavePromoted;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.DeadLetterReplayed;
import dev.sluice.events.letter.ReplayOrdered;
import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.Admission;
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
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RingSpan;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsRefused;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceReference;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Generated events, rings and devices for tests.
public final class GeneratedEvents {
  /// One generator for each kind of event.
  private static final List<Function<Seeded, Event>> KINDS =
      List.of(
          GeneratedEvents::artifactPublished,
          GeneratedEvents::deltasBuilt,
          seed -> new WithdrawalOrdered(release(seed), counter(seed), seed.text(50), seed.text(20)),
          seed ->
              new ReleaseSigned(
                  release(seed),
                  counter(seed),
                  0,
                  digest(seed),
                  versions(seed),
                  seed.pick(List.of(StartRequest.values())),
                  seed.size(9)),
          seed ->
              new PolicyApplied(
                  product(seed),
                  1 + seed.size(9),
                  seed.text(500),
                  seed.text(20),
                  seed.text(50),
                  seed.chance(0.5) ? List.of(version(seed)) : List.of()),
          GeneratedEvents::principal,
          seed -> new ReleaseWithdrawn(release(seed), counter(seed), seed.text(50)),
          seed ->
              new DeltasSigned(
                  release(seed), counter(seed), seed.size(9), seed.chance(0.5), versions(seed)),
          seed -> RingsPlanned.of(document(seed)),
          seed -> new RingsSigned(product(seed), counter(seed), digest(seed), versions(seed)),
          seed -> new RingsRefused(product(seed), counter(seed), counter(seed)),
          seed ->
              new RolloutOrdered(
                  rollout(seed), seed.pick(List.of(Order.values())), seed.text(20), seed.text(50)),
          seed ->
              new WavePromoted(
                  rollout(seed), seed.name(63), 1 + seed.size(9), seed.text(20), seed.text(50)),
          seed ->
              new SafeguardOrdered(
                  product(seed),
                  seed.name(63),
                  seed.chance(0.5)
                      ? Optional.of(Condition.parse("hardware = 'b2' AND version < '2.0'"))
                      : Optional.empty(),
                  seed.text(20),
                  seed.text(50)),
          seed ->
              new FlagOrdered(
                  product(seed),
                  seed.name(63),
                  flag(seed),
                  seed.chance(0.5),
                  seed.text(20),
                  seed.text(50)),
          seed -> new RingApproved(rollout(seed), seed.name(63), seed.text(20), seed.text(50)),
          seed ->
              new RetryOrdered(
                  rollout(seed),
                  seed.chance(0.5) ? "" : seed.name(63),
                  2 + seed.size(RolloutId.MAX_ATTEMPT - 2),
                  seed.text(20),
                  seed.text(50)),
          seed -> {
            ProductName product = product(seed);
            return new RollbackOrdered(
                rolloutOf(seed, product),
                releaseRef(seed, product).release(),
                seed.chance(0.5),
                seed.text(20),
                seed.text(50));
          },
          GeneratedEvents::rolloutChanged,
          seed ->
              new WaveAnnounced(
                  product(seed),
                  seed.name(63),
                  rollout(seed),
                  seed.size(9),
                  release(seed),
                  digest(seed),
                  versions(seed)),
          seed ->
              new RolloutHalted(
                  product(seed), seed.name(63), rollout(seed), seed.between(0, 99), seed.text(50)),
          seed ->
              new DeviceEnrolled(
                  device(seed), seed.size(9), key(seed), attributes(seed), products(seed)),
          seed ->
              new DeviceReported(
                  device(seed),
                  seed.size(9),
                  products(seed),
                  running(seed),
                  seed.list(UpdateStep.MAX_STEPS, GeneratedEvents::step),
                  1 + seed.size(9),
                  deviceFlags(seed)),
          seed ->
              new NodeReported(
                  new NodeId("tier-" + seed.size(9)),
                  time(seed),
                  1 + seed.size(NodeReported.MAX_TIER - 1),
                  seed.text(NodeReported.MAX_UPSTREAM_LENGTH),
                  1 + seed.size(600),
                  new NodeTraffic(sent(seed), sent(seed), sent(seed), seed.length(1L << 56))),
          seed ->
              new DeviceState(
                  device(seed),
                  seed.size(9),
                  key(seed),
                  attributes(seed),
                  products(seed),
                  running(seed),
                  seed.size(9),
                  deviceFlags(seed),
                  time(seed)),
          GeneratedEvents::confirmation,
          seed ->
              new DeadLetter(
                  "sluice." + seed.name(9),
                  seed.text(50),
                  seed.text(200),
                  seed.name(20),
                  ByteString.of(seed.bytes(200)),
                  IntStream.range(0, seed.size(4))
                      .mapToObj(
                          _ -> new DeadLetter.Header(seed.name(9), ByteString.of(seed.bytes(20))))
                      .toList(),
                  seed.chance(0.5) ? Optional.of(seed.name(36)) : Optional.empty()),
          seed ->
              new ReplayOrdered(
                  seed.name(36),
                  seed.text(50),
                  seed.size(9),
                  seed.size(999),
                  seed.text(20),
                  seed.text(50)),
          seed ->
              new DeadLetterReplayed(seed.name(36), seed.text(50), seed.name(36), seed.text(20)),
          seed ->
              new DeadLetterDiscarded(seed.name(36), seed.text(50), seed.text(20), seed.text(50)),
          seed ->
              new OrderRecorded(
                  seed.pick(List.of(AuditKind.ORDER, AuditKind.TOKEN, AuditKind.DEAD_LETTER)),
                  seed.name(20),
                  seed.chance(0.5) ? Optional.of(product(seed)) : Optional.empty(),
                  seed.chance(0.5) ? Optional.of(rollout(seed)) : Optional.empty(),
                  seed.text(50),
                  seed.text(20),
                  seed.text(50)));

  private GeneratedEvents() {}

  /// An event of any kind with its attributes.
  public static StampedEvent<Event> stamped(Seeded seed) {
    return new StampedEvent<>(
        seed.name(36),
        "/" + seed.name(20),
        time(seed),
        seed.chance(0.5) ? Optional.of(trace(seed)) : Optional.empty(),
        seed.pick(KINDS).apply(seed));
  }

  private static TraceParent trace(Seeded seed) {
    var hex = HexFormat.of();
    return new TraceParent(
        hex.formatHex(random(seed, 16)), hex.formatHex(random(seed, 8)), seed.chance(0.5));
  }

  private static PrincipalChanged principal(Seeded seed) {
    var roles = new HashSet<>(seed.list(3, s -> s.pick(List.of(Role.values()))));
    roles.add(Role.VIEWER);
    return new PrincipalChanged(
        seed.name(64),
        digest(seed),
        roles,
        new HashSet<>(seed.list(3, GeneratedEvents::product)),
        seed.chance(0.5) ? Optional.of(time(seed)) : Optional.empty(),
        seed.chance(0.5),
        seed.text(20));
  }

  /// One event of each kind.
  public static List<Event> oneOfEach(Seeded seed) {
    return KINDS.stream().map(kind -> kind.apply(seed)).toList();
  }

  /// A device's name.
  public static DeviceId device(Seeded seed) {
    return new DeviceId(seed.name(64));
  }

  /// A rollout of any product.
  public static RolloutId rollout(Seeded seed) {
    return new RolloutId(product(seed), counter(seed));
  }

  private static SortedSet<ProductName> products(Seeded seed) {
    return new TreeSet<>(seed.list(3, GeneratedEvents::product));
  }

  /// A few tags and attributes.
  public static DeviceAttributes attributes(Seeded seed) {
    Map<String, String> attributes = new TreeMap<>();
    seed.list(3, s -> s.name(20)).forEach(name -> attributes.put(name, seed.name(20)));
    return DeviceAttributes.of(new HashSet<>(seed.list(3, s -> s.name(10))), attributes);
  }

  /// A document with one to five rings.
  public static RingsDocument document(Seeded seed) {
    ProductName product = product(seed);
    List<Ring> rings =
        IntStream.rangeClosed(0, seed.size(4))
            .mapToObj(i -> ring(seed, product, i + seed.name(20)))
            .toList();
    var document = new RingsDocument(product, counter(seed), rings);
    return seed.chance(0.5) ? document : document.withFloors(floors(seed, product));
  }

  /// Some floor releases, or none.
  public static FloorReleases floors(Seeded seed, ProductName product) {
    Map<Long, ReleaseRef> byCounter = new TreeMap<>();
    for (int i = seed.size(FloorReleases.MAX_FLOORS); i > 0; i--) {
      ReleaseRef floor = releaseRef(seed, product);
      byCounter.put(floor.counter(), floor);
    }
    return new FloorReleases(List.copyOf(byCounter.values()));
  }

  private static Ring ring(Seeded seed, ProductName product, String name) {
    Current current =
        switch (seed.nextInt(4)) {
          case 0 -> new Current.None();
          case 1 -> new Current.Restored(releaseRef(seed, product), rolloutOf(seed, product));
          default -> releaseRef(seed, product);
        };
    Next next = seed.chance(0.5) ? new Next.None() : next(seed, product);
    return new Ring(
        name,
        selector(seed),
        current,
        next,
        install(seed),
        seed.chance(0.7) ? Collections.emptySortedSet() : flags(seed));
  }

  private static FlagName flag(Seeded seed) {
    return new FlagName(seed.name(100));
  }

  private static SortedSet<FlagName> flags(Seeded seed) {
    return new TreeSet<>(seed.list(5, GeneratedEvents::flag));
  }

  private static DeviceFlags deviceFlags(Seeded seed) {
    return seed.chance(0.5)
        ? DeviceFlags.NONE
        : new DeviceFlags(flags(seed), seed.text(DeviceFlags.MAX_PROBLEM_LENGTH));
  }

  /// Any time, or a few windows.
  public static InstallTimes install(Seeded seed) {
    List<MaintenanceWindow> windows = seed.list(3, GeneratedEvents::window);
    Forcing forcing =
        seed.chance(0.5)
            ? new Forcing.Never()
            : new Forcing.After(Duration.ofMillis(seed.length(Forcing.After.LONGEST.toMillis())));
    return windows.isEmpty()
        ? new InstallTimes.Anytime()
        : new InstallTimes.Within(windows, forcing);
  }

  private static MaintenanceWindow window(Seeded seed) {
    Set<DayOfWeek> days = EnumSet.of(seed.pick(List.of(DayOfWeek.values())));
    days.add(seed.pick(List.of(DayOfWeek.values())));
    return new MaintenanceWindow(
        new WeekDays(new TreeSet<>(days)), timeOfDay(seed), timeOfDay(seed));
  }

  private static LocalTime timeOfDay(Seeded seed) {
    return LocalTime.of((int) seed.between(0, 23), (int) seed.between(0, 59));
  }

  private static RolloutId rolloutOf(Seeded seed, ProductName product) {
    int run = seed.chance(0.5) ? 1 : 1 + seed.size(RolloutId.MAX_RUN - 1);
    return new RolloutId(product, counter(seed), run);
  }

  private static NextRelease next(Seeded seed, ProductName product) {
    return new NextRelease(
        releaseRef(seed, product),
        rolloutOf(seed, product),
        seed.length(Admission.WHOLE_PPM),
        time(seed),
        Duration.ofMillis(seed.length(NextRelease.MAX_WINDOW.toMillis())),
        seed.pick(List.of(NextState.values())),
        seed.chance(0.5) ? 1 : 1 + seed.size(RolloutId.MAX_ATTEMPT - 1),
        seed.chance(0.5));
  }

  private static ReleaseRef releaseRef(Seeded seed, ProductName product) {
    return new ReleaseRef(new ReleaseId(product, version(seed)), counter(seed), digest(seed));
  }

  private static Selector selector(Seeded seed) {
    return switch ((int) seed.between(0, 5)) {
      case 0 -> new Selector.Everyone();
      case 1 -> new Selector.Tag(seed.name(20));
      case 2 -> new Selector.Attribute(seed.name(20), seed.name(20));
      case 4 ->
          new Selector.Where(
              Condition.parse(
                  "tags.%s = true AND NOT %s IN ['b2', 'b3'] OR ram >= %d"
                      .formatted(seed.name(20), "attributes." + seed.name(20), seed.size(9))));
      case 3 -> new Selector.StablePercentage(seed.name(9), seed.length(Admission.WHOLE_PPM));
      default -> Selector.Devices.of(new HashSet<>(seed.list(5, GeneratedEvents::device)));
    };
  }

  private static ArtifactPublished artifactPublished(Seeded seed) {
    ReleaseId release = release(seed);
    long counter = counter(seed);
    String directory = "products/" + release + "/";
    List<TargetFile> artifacts =
        IntStream.rangeClosed(0, seed.size(3))
            .mapToObj(i -> target(seed, directory + i + "." + seed.name(20)))
            .toList();
    return new ArtifactPublished(
        release,
        counter,
        seed.between(0, counter),
        target(seed, Manifest.path(release)),
        artifacts,
        seed.pick(List.of(StartRequest.values())),
        seed.size(9),
        seed.pick(List.of(Installer.values())),
        flags(seed),
        seed.pick(List.of("", "ann")));
  }

  private static DeltasBuilt deltasBuilt(Seeded seed) {
    ReleaseId release = release(seed);
    Digest result = digest(seed);
    List<TargetFile> descriptors =
        seed.list(3, s -> target(s, DeltaDescriptor.path(release.product(), result, digest(s))));
    List<Long> patchBytes =
        seed.chance(0.5)
            ? List.of()
            : descriptors.stream().map(_ -> seed.length(Long.MAX_VALUE)).toList();
    return new DeltasBuilt(
        release, counter(seed), result, descriptors, patchBytes, seed.chance(0.5));
  }

  private static TargetFile target(Seeded seed, String path) {
    return new TargetFile(
        path,
        seed.length(Long.MAX_VALUE),
        digest(seed),
        new SliceReference(1 << 20, digest(seed)).toCustom());
  }

  /// Why an outcome is what it is.
  public static OutcomeReason reason(Seeded seed) {
    var code = seed.pick(List.of(OutcomeReason.Code.values()));
    return code == OutcomeReason.Code.UNKNOWN
        ? OutcomeReason.unknown(seed.text(100))
        : new OutcomeReason(code, seed.pick(List.of(OutcomeReason.Step.values())), seed.text(100));
  }

  private static FailureCauses causes(Seeded seed) {
    return FailureCauses.of(
        Map.of(
            new FailureCause(
                seed.pick(List.of(OutcomeReason.Code.values())),
                seed.pick(List.of(OutcomeReason.Step.values())),
                seed.name(20),
                seed.name(9)),
            1L + seed.size(99)));
  }

  private static RolloutChanged rolloutChanged(Seeded seed) {
    List<RingProgress> rings =
        seed.list(
            4,
            s ->
                new RingProgress(
                    s.name(63),
                    "soaking",
                    s.size(99),
                    s.size(99),
                    s.size(99),
                    s.size(99),
                    s.size(99),
                    s.size(99),
                    causes(s),
                    s.size(5),
                    s.size(5),
                    span(s)));
    return new RolloutChanged(
        new RolloutSnapshot(
            rollout(seed),
            release(seed),
            counter(seed),
            "waiting-for-deltas",
            seed.text(50),
            time(seed),
            rings),
        seed.text(50),
        seed.text(50),
        seed.chance(0.5) ? seed.name(20) : "",
        seed.chance(0.5) ? "admitting" : "");
  }

  private static RingSpan span(Seeded seed) {
    Instant startedAt = time(seed);
    return switch ((int) seed.between(0, 2)) {
      case 0 -> new RingSpan.NotStarted();
      case 1 -> new RingSpan.Started(startedAt);
      default -> new RingSpan.Ended(startedAt, startedAt.plusMillis(seed.size(1_000_000)));
    };
  }

  private static SignedConfirmation confirmation(Seeded seed) {
    var confirmation =
        new Confirmation(
            device(seed),
            seed.size(9),
            release(seed),
            counter(seed),
            rollout(seed),
            digest(seed),
            seed.pick(List.of(Outcome.values())),
            reason(seed),
            time(seed));
    return new SignedConfirmation(confirmation, ByteString.of(random(seed, 64)));
  }

  /// A step of a device.
  public static UpdateStep step(Seeded seed) {
    return new UpdateStep(
        1 + seed.size(99),
        time(seed),
        rollout(seed),
        seed.chance(0.5) ? 1 : 1 + seed.size(RolloutId.MAX_ATTEMPT - 1),
        progress(seed));
  }

  private static NodeTraffic.Sent sent(Seeded seed) {
    return new NodeTraffic.Sent(seed.length(1L << 50), seed.length(1L << 50));
  }

  private static Progress progress(Seeded seed) {
    return switch (seed.nextInt(10)) {
      case 0 -> new Progress.Told();
      case 1 -> new Progress.Waiting(Progress.cut(seed.text(200)));
      case 2 -> new Progress.Started();
      case 3 ->
          new Progress.Fetched(
              seed.pick(List.of(Progress.Source.values())),
              seed.pick(List.of(Progress.Form.values())),
              seed.length(1L << 40),
              seed.chance(0.5) ? 0 : seed.length(1L << 40));
      case 4 -> new Progress.Applied();
      case 5 -> new Progress.Switched();
      case 6 -> new Progress.Healthy();
      case 7 ->
          new Progress.Confirmed(
              seed.pick(List.of(Outcome.values())), Progress.cut(seed.text(200)));
      case 8 -> new Progress.Passed(version(seed));
      default -> new Progress.RolledBack();
    };
  }

  private static List<Running> running(Seeded seed) {
    return IntStream.range(0, seed.size(3))
        .mapToObj(
            i ->
                new Running(
                    new ProductName(i + seed.name(20)), version(seed), counter(seed), digest(seed)))
        .toList();
  }

  private static ProductName product(Seeded seed) {
    return new ProductName(seed.name(63));
  }

  private static Version version(Seeded seed) {
    return new Version(seed.name(64));
  }

  private static ReleaseId release(Seeded seed) {
    return new ReleaseId(product(seed), version(seed));
  }

  private static long counter(Seeded seed) {
    return seed.between(1, Manifest.MAX_COUNTER);
  }

  private static MetadataVersions versions(Seeded seed) {
    return new MetadataVersions(1 + seed.size(1_000), 1 + seed.size(1_000));
  }

  private static DevicePublicKey key(Seeded seed) {
    return DevicePublicKey.ofBytes(random(seed, 32));
  }

  private static Digest digest(Seeded seed) {
    return Digest.ofBytes(random(seed, Digest.LENGTH_BYTES));
  }

  private static Instant time(Seeded seed) {
    return Instant.ofEpochSecond(seed.between(0, 4_000_000_000L), seed.between(0, 999_999_999));
  }

  private static byte[] random(Seeded seed, int lengthBytes) {
    var bytes = new byte[lengthBytes];
    seed.nextBytes(bytes);
    return bytes;
  }
}
