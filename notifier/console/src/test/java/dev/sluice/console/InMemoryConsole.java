package dev.sluice.console;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.api.access.Sessions;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.api.provider.TestProvider;
import dev.sluice.api.server.ApiConfig;
import dev.sluice.api.server.ApiServer;
import dev.sluice.api.server.Browsers;
import dev.sluice.api.stream.Broadcast;
import dev.sluice.api.token.TokenTable;
import dev.sluice.console.audit.AuditEntry;
import dev.sluice.console.audit.AuditFilter;
import dev.sluice.console.channel.ChannelRoutes;
import dev.sluice.console.device.DeviceFilter;
import dev.sluice.console.device.DeviceQueries;
import dev.sluice.console.device.FleetSpread;
import dev.sluice.console.distribution.Distribution;
import dev.sluice.console.flag.FlagQueries;
import dev.sluice.console.flag.FlaggedRing;
import dev.sluice.console.policy.AppliedPolicy;
import dev.sluice.console.policy.PolicyQueries;
import dev.sluice.console.policy.PolicyReader;
import dev.sluice.console.release.ReleaseRecord;
import dev.sluice.console.release.ReleaseTable;
import dev.sluice.console.rollout.RolloutQueries;
import dev.sluice.console.rollout.Shown;
import dev.sluice.console.safeguard.ActiveHold;
import dev.sluice.console.safeguard.SafeguardQueries;
import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.command.FlagOrdered;
import dev.sluice.events.command.RetryOrdered;
import dev.sluice.events.command.RingApproved;
import dev.sluice.events.command.RollbackOrdered;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.command.WavePromoted;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RingSpan;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.safeguard.Safeguard;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A real API server over ports in memory: an order has its effect at once, unless told otherwise.
public final class InMemoryConsole
    implements AutoCloseable, RolloutQueries, SafeguardQueries, FlagQueries, PolicyQueries {
  /// The time at the start.
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static final FleetSpread NOBODY = new FleetSpread(NOW, 0, 0, List.of(), 0);

  public volatile Instant now = NOW;

  public final List<Event> sent = new CopyOnWriteArrayList<>();
  public final ReleaseTable releases = new ReleaseTable();
  public final TokenTable tokens = new TokenTable(() -> now);
  private final Map<ProductName, List<ActiveHold>> safeguards = new ConcurrentHashMap<>();
  private final Map<ProductName, List<FlagSwitch>> flags = new ConcurrentHashMap<>();
  private final Map<RolloutId, RolloutSnapshot> rollouts = new ConcurrentHashMap<>();
  private final ConcurrentNavigableMap<String, DeviceState> devices = new ConcurrentSkipListMap<>();
  private final Map<String, List<UpdateStep>> timelines = new ConcurrentHashMap<>();
  private final Map<String, AppliedPolicy> policies = new ConcurrentSkipListMap<>();
  private final InMemoryLetters letters = new InMemoryLetters();
  private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
  private final Broadcast changes = new Broadcast();
  private final ApiServer server;

  private static final Set<String> NOT_UNDOABLE =
      Set.of(
          "waiting-for-start",
          "waiting-for-policy",
          "waiting-for-deltas",
          "superseded",
          "rolled-back");

  public volatile Optional<FleetSpread> spread = Optional.of(NOBODY);
  public volatile Distribution distribution =
      new Distribution(NOW, NOW, 300, List.of(), List.of(), 0);
  public volatile boolean obeys = true;

  /// How many devices do not read the latest format of rings documents.
  public volatile long devicesBehind;

  public volatile boolean kafkaIsAway;
  public volatile boolean stateIsAway;

  private InMemoryConsole(ApiConfig config) throws IOException {
    var ports =
        new ConsolePorts(
            this,
            this,
            this,
            devices(),
            this::distribution,
            this,
            this::audit,
            letters,
            releases,
            new SamplePolicies(),
            tokens,
            changes,
            this::take,
            SamplePlan::of,
            () -> NOW);
    server =
        ApiServer.start(
            "console",
            config,
            tokens,
            List.of(new ConsoleRoutes(ports), new ChannelRoutes(new TestChannels())),
            new SimpleMeterRegistry(),
            Optional.of(new Browsers(ConsolePages.site(), new Sessions(tokens, () -> now))));
    for (Role role : Role.values()) {
      give(role.name().toLowerCase(Locale.ROOT), role, Set.of("demo"), Optional.empty(), false);
    }
    give("all", Role.OPERATOR, Set.of(), Optional.empty(), false);
    give("expired", Role.ADMIN, Set.of(), Optional.of(NOW), false);
    give("revoked", Role.ADMIN, Set.of(), Optional.empty(), true);
  }

  public static InMemoryConsole start() throws IOException {
    return new InMemoryConsole(ApiConfig.loopback());
  }

  /// One whose people may also be the provider's, who come back to its page.
  public static InMemoryConsole start(TestProvider provider) throws IOException {
    var console = new InMemoryConsole(ApiConfig.loopback().with(provider.config(provider.back())));
    provider.page = console.uri().resolve("/console/");
    return console;
  }

  private void give(
      String name, Role role, Set<String> products, Optional<Instant> expires, boolean revoked) {
    Set<ProductName> names = Set.copyOf(products.stream().map(ProductName::parse).toList());
    tokens.see(
        new PrincipalChanged(
            name, digest("token-of-" + name), Set.of(role), names, expires, revoked, "test"));
  }

  private static Digest digest(String token) {
    return Digest.sha256(token.getBytes(StandardCharsets.UTF_8));
  }

  public URI uri() {
    return server.uri();
  }

  /// A client with the token of one of the roles, of `all`, `expired` or `revoked`.
  public CheckedClient as(String name) throws IOException, InterruptedException {
    return new CheckedClient(uri(), "token-of-" + name);
  }

  public void put(String id, String state) {
    put(snapshot(id, state, ""));
  }

  public void put(RolloutSnapshot rollout) {
    rollouts.put(rollout.id(), rollout);
    Shown.to(changes, new RolloutChanged(rollout, "now " + rollout.state(), ""));
  }

  /// A signed release with one artifact, and patches from nothing and from the release before.
  public void putRelease(String product, String version, long counter, boolean isSigned) {
    putRelease(product, version, counter, isSigned, Installer.FILE);
  }

  /// The same of a kind.
  public void putRelease(
      String product, String version, long counter, boolean isSigned, Installer kind) {
    var release = new ReleaseId(ProductName.parse(product), Version.parse(version));
    var artifact =
        new TargetFile(
            "products/%s/%s/firmware.bin".formatted(product, version),
            48_000_000 + counter,
            digest(product + counter),
            JsonObject.empty());
    var manifest =
        new TargetFile(
            Manifest.path(release), 900, digest("manifest" + version), JsonObject.empty());
    releases.see(
        stamped(
            new ArtifactPublished(
                release,
                counter,
                Math.max(0, counter - 2),
                manifest,
                List.of(artifact),
                StartRequest.AS_POLICY,
                0,
                kind,
                kind == Installer.FLAGS
                    ? new TreeSet<>(Set.of(new FlagName("cart"), new FlagName("search")))
                    : Collections.emptySortedSet(),
                "ann")));
    if (isSigned) {
      var versions = new MetadataVersions(counter, counter);
      releases.seeSigned(
          stamped(
              new ReleaseSigned(
                  release,
                  counter,
                  Math.max(0, counter - 2),
                  manifest.sha256(),
                  versions,
                  StartRequest.AS_POLICY,
                  0)));
      releases.see(
          stamped(
              new DeltasBuilt(
                  release,
                  counter,
                  artifact.sha256(),
                  List.of(
                      descriptor(release, artifact, "none"),
                      descriptor(release, artifact, digest(product + (counter - 1)).hex())),
                  List.of(31_000_000L, 1_250_000L),
                  true)));
      releases.seeSigned(stamped(new DeltasSigned(release, counter, 2, true, versions)));
    }
  }

  private static TargetFile descriptor(ReleaseId release, TargetFile artifact, String base) {
    return new TargetFile(
        "deltas/%s/%s/%s.json".formatted(release.product(), artifact.sha256().hex(), base),
        300,
        digest(base),
        JsonObject.empty());
  }

  private static <E extends Event> StampedEvent<E> stamped(E event) {
    return new StampedEvent<>("id", "sluice/signer", NOW, event);
  }

  public void putDevice(String id) {
    putDevice(id, NOW);
  }

  public void putDevice(String id, Instant seenAt) {
    devices.put(
        id,
        new DeviceState(
            DeviceId.parse(id),
            1,
            new DevicePublicKey("00".repeat(32)),
            DeviceAttributes.of(Set.of("canary"), Map.of("region", "eu")),
            List.of(
                new Running(
                    ProductName.parse("demo"), Version.parse("1.0"), 1, digest("artifact"))),
            seenAt));
  }

  /// Lets a device have told these steps, one second after the other, from a moment on.
  public void putSteps(String id, String rollout, int attempt, Instant from, Progress... told) {
    List<UpdateStep> steps = new ArrayList<>(timelines.getOrDefault(id, List.of()));
    for (Progress progress : told) {
      steps.add(
          new UpdateStep(
              steps.size() + 1,
              from.plusSeconds(steps.size()),
              RolloutId.parse(rollout),
              attempt,
              progress));
    }
    timelines.put(id, List.copyOf(steps));
  }

  /// Adds to the audit log; the newest comes last.
  public void putAudit(AuditEntry entry) {
    audit.add(entry);
  }

  /// Adds a dead letter; the newest comes last.
  public void putLetter(String id, DeadLetter letter) {
    putLetter(id, letter, NOW);
  }

  public void putLetter(String id, DeadLetter letter, Instant at) {
    letters.put(id, letter, at);
  }

  private Page<AuditEntry> audit(AuditFilter filter, PageRequest page) throws IOException {
    requireState();
    List<AuditEntry> newest = audit.reversed().stream().filter(filter::matches).toList();
    List<String> ids = newest.stream().map(AuditEntry::id).toList();
    return Page.of(
        newest.subList(ids.indexOf(page.after()) + 1, newest.size()), page.limit(), AuditEntry::id);
  }

  private static final FailureCauses FAILURE =
      FailureCauses.of(
          Map.of(
              new FailureCause(
                  OutcomeReason.Code.UNHEALTHY, OutcomeReason.Step.HEALTH, "board-a", "1.0"),
              1L));

  private static RolloutSnapshot snapshot(String id, String state, String reason) {
    var rollout = RolloutId.parse(id);
    return new RolloutSnapshot(
        rollout,
        ReleaseId.parse(rollout.product() + "/1." + rollout.counter()),
        rollout.counter(),
        state,
        reason,
        NOW,
        List.of(
            new RingProgress(
                "canary",
                "done",
                2,
                2,
                2,
                0,
                0,
                0,
                FailureCauses.NONE,
                1,
                1,
                new RingSpan.Ended(NOW, NOW)),
            state.equals("waiting-for-approval")
                ? new RingProgress(
                    "broad",
                    "waiting",
                    8,
                    0,
                    0,
                    0,
                    0,
                    0,
                    FailureCauses.NONE,
                    0,
                    2,
                    new RingSpan.NotStarted())
                : new RingProgress(
                    "broad",
                    "admitting",
                    8,
                    4,
                    1,
                    1,
                    0,
                    0,
                    FAILURE,
                    1,
                    2,
                    new RingSpan.Started(NOW))));
  }

  private static Optional<String> ringOf(ProductName product, DeviceState device) {
    return device.attributes().tags().stream().findFirst();
  }

  private void take(Event event) throws IOException {
    if (kafkaIsAway) {
      throw new IOException("rollout.ordered: expected an acknowledgement, got none");
    }
    sent.add(event);
    if (obeys) {
      obey(event);
    }
  }

  private void obey(Event event) {
    letters.see(event, NOW.plusSeconds(sent.size()));
    if (event instanceof PrincipalChanged change) {
      tokens.see(change);
    } else if (event instanceof WithdrawalOrdered ordered) {
      releases.see(stamped(ordered));
    } else if (event instanceof PolicyApplied applied) {
      policies.put(applied.product().value(), new AppliedPolicy(applied, NOW));
    } else if (event instanceof RolloutOrdered(var rollout, var order, var by, var reason)) {
      String state =
          switch (order) {
            case START, RESUME -> "admitting";
            case PAUSE -> "paused";
            case HALT -> "halted";
          };
      put(snapshot(rollout.toString(), state, by + ": " + reason));
    } else if (event instanceof WavePromoted promoted) {
      put(snapshot(promoted.rollout().toString(), "signing", ""));
    } else if (event instanceof RetryOrdered retry) {
      put(retried(retry));
    } else if (event instanceof SafeguardOrdered safeguard) {
      put(safeguard);
    } else if (event instanceof FlagOrdered flag) {
      put(flag);
    } else if (event instanceof RollbackOrdered rollback) {
      put(snapshot(rollback.rollout().toString(), "rolled-back", rollback.reason()));
    } else if (event instanceof RingApproved approved) {
      put(snapshot(approved.rollout().toString(), "signing", ""));
    }
  }

  /// As a notifier takes it, with twelve devices.
  public void put(SafeguardOrdered order) {
    List<ActiveHold> holds =
        safeguards.computeIfAbsent(order.product(), _ -> new CopyOnWriteArrayList<>());
    holds.removeIf(held -> held.safeguard().hold().name().equals(order.name()));
    order
        .findHold()
        .map(hold -> new Safeguard(hold, order.by(), order.reason(), now))
        .ifPresent(hold -> holds.add(new ActiveHold(hold, 12)));
  }

  /// As a notifier takes it, once it is signed.
  public void put(FlagOrdered order) {
    List<FlagSwitch> switched =
        flags.computeIfAbsent(order.product(), _ -> new CopyOnWriteArrayList<>());
    boolean isOff = switched.stream().anyMatch(one -> one.isOf(order.ring(), order.flag()));
    if (!order.off()) {
      switched.removeIf(one -> one.isOf(order.ring(), order.flag()));
    } else if (!isOff) {
      switched.add(
          new FlagSwitch(
              order.ring(), order.flag(), true, order.by(), order.reason(), now, 4, true));
    }
  }

  /// Of each product the latest release stands in two rings with twelve devices each, nine of which
  /// follow.
  @Override
  public List<FlaggedRing> flags(ProductName product) {
    List<ReleaseId> standing =
        releases.list().stream()
            .map(ReleaseRecord::release)
            .filter(release -> release.product().equals(product))
            .limit(1)
            .toList();
    return standing.isEmpty()
        ? List.of()
        : Stream.of("canary", "broad")
            .map(
                ring ->
                    new FlaggedRing(
                        ring,
                        12,
                        standing,
                        flags.getOrDefault(product, List.of()).stream()
                            .filter(one -> one.ring().equals(ring))
                            .map(one -> new FlaggedRing.Switched(one, 9))
                            .toList()))
            .toList();
  }

  private RolloutSnapshot retried(RetryOrdered retry) {
    RolloutSnapshot before =
        rollouts.getOrDefault(retry.rollout(), snapshot(retry.rollout().toString(), "halted", ""));
    return new RolloutSnapshot(
        before.id(),
        before.release(),
        before.counter(),
        "admitting",
        retry.by() + ": " + retry.reason(),
        NOW,
        before.rings().stream()
            .map(
                ring ->
                    new RingProgress(
                        ring.name(),
                        ring.state(),
                        ring.devices(),
                        ring.admitted(),
                        ring.confirmed(),
                        0,
                        0,
                        ring.silent(),
                        FailureCauses.NONE,
                        ring.wave(),
                        ring.waves(),
                        retry.attempt(),
                        ring.span(),
                        ring.speed(),
                        ring.held()))
            .toList());
  }

  private void requireState() throws IOException {
    if (stateIsAway) {
      throw new IOException("the state moves to another instance");
    }
  }

  @Override
  public Page<RolloutSnapshot> list(PageRequest page) throws IOException {
    requireState();
    return page(sorted(), page);
  }

  @Override
  public Page<RolloutSnapshot> listOf(ProductName product, PageRequest page) throws IOException {
    requireState();
    return page(sorted().stream().filter(r -> r.id().product().equals(product)).toList(), page);
  }

  private List<RolloutSnapshot> sorted() {
    return rollouts.values().stream()
        .sorted(
            Comparator.comparing((RolloutSnapshot rollout) -> rollout.id().product())
                .thenComparing(Comparator.comparingLong(RolloutSnapshot::counter).reversed()))
        .toList();
  }

  private static Page<RolloutSnapshot> page(List<RolloutSnapshot> all, PageRequest page) {
    var ids = all.stream().map(rollout -> rollout.id().toString()).toList();
    return Page.of(
        all.subList(ids.indexOf(page.after()) + 1, all.size()),
        page.limit(),
        rollout -> rollout.id().toString());
  }

  /// Of every rollout, as nothing is withdrawn.
  @Override
  public List<ReleaseId> liveReleases(ProductName product) {
    return sorted().stream()
        .map(RolloutSnapshot::release)
        .filter(release -> release.product().equals(product))
        .distinct()
        .toList();
  }

  @Override
  public List<ActiveHold> holds(ProductName product) {
    return List.copyOf(safeguards.getOrDefault(product, List.of()));
  }

  /// Only the latest that reached devices can be undone.
  @Override
  public List<ReleaseId> rollbackTargets(RolloutId rollout) throws IOException {
    requireState();
    List<RolloutSnapshot> reached =
        sorted().stream()
            .filter(r -> r.id().product().equals(rollout.product()))
            .filter(r -> !NOT_UNDOABLE.contains(r.state()))
            .toList();
    return reached.isEmpty() || !reached.getFirst().id().equals(rollout)
        ? List.of()
        : reached.stream()
            .skip(1)
            .map(RolloutSnapshot::release)
            .distinct()
            .filter(release -> !release.equals(reached.getFirst().release()))
            .toList();
  }

  @Override
  public Optional<RolloutSnapshot> find(RolloutId rollout) throws IOException {
    requireState();
    return Optional.ofNullable(rollouts.get(rollout));
  }

  /// The devices, as the port that the routes use.
  private Distribution distribution(Duration span) throws IOException {
    requireState();
    return distribution;
  }

  DeviceQueries devices() {
    return new DeviceQueries() {
      @Override
      public Page<DeviceState> list(String prefix, PageRequest page) throws IOException {
        requireState();
        var following =
            devices.tailMap(page.after(), false).values().stream()
                .filter(device -> device.device().value().startsWith(prefix))
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(following, page.limit(), device -> device.device().value());
      }

      @Override
      public Page<DeviceState> search(DeviceFilter filter, PageRequest page) throws IOException {
        requireState();
        var following =
            devices.tailMap(page.after(), false).values().stream()
                .filter(device -> filter.matches(device, InMemoryConsole::ringOf))
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(following, page.limit(), device -> device.device().value());
      }

      @Override
      public Optional<FleetSpread> spread() throws IOException {
        requireState();
        return spread;
      }

      @Override
      public long countBehind(ProductName product, long ringsFormat, Instant since)
          throws IOException {
        requireState();
        return ringsFormat > RingsDocument.UNSAID_VERSION ? devicesBehind : 0;
      }

      @Override
      public Optional<DeviceState> find(DeviceId device) throws IOException {
        requireState();
        return Optional.ofNullable(devices.get(device.value()));
      }

      @Override
      public List<UpdateStep> timeline(DeviceId device) throws IOException {
        requireState();
        return timelines.getOrDefault(device.value(), List.of());
      }
    };
  }

  @Override
  public List<AppliedPolicy> list() {
    return List.copyOf(policies.values());
  }

  @Override
  public Optional<AppliedPolicy> find(ProductName product) {
    return Optional.ofNullable(policies.get(product.value()));
  }

  @Override
  public void close() {
    server.close();
  }

  /// Takes every document with rings; one with a condition asks for the latest format.
  private record SamplePolicies() implements PolicyReader {
    @Override
    public List<String> mistakes(String yaml) {
      return yaml.contains("rings:") ? List.of() : List.of("rings: expected", "soak: wrong");
    }

    @Override
    public long ringsFormat(String yaml) {
      return yaml.contains("where:") ? RingsDocument.RETRIED_VERSION : RingsDocument.UNSAID_VERSION;
    }

    /// One that is named in a comment, so that no reader is needed.
    @Override
    public List<Version> floors(String yaml) {
      return Pattern.compile("floor (\\S+)")
          .matcher(yaml)
          .results()
          .map(found -> new Version(found.group(1)))
          .toList();
    }

    @Override
    public String jsonSchema() {
      return "{\"title\":\"A rollout policy\"}";
    }
  }
}
