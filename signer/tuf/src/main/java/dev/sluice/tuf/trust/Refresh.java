package dev.sluice.tuf.trust;

import dev.sluice.tuf.metadata.MetaFile;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Brings trusted metadata up to date: TUF 1.0.34 sections 5.3 to 5.6, as a machine without I/O.
///
/// | waits for | received, accepted | received, refused | absent |
/// |---|---|---|---|
/// | next root | next root, or timestamp after the last allowed | refused | timestamp |
/// | timestamp | snapshot, or what follows it if we have it | refused | refused |
/// | snapshot | targets, or done if we have them | refused | refused |
/// | targets | done | refused | refused |
///
/// Immutable: every answer gives a new machine. After each one [#trusted()] holds all that was
/// accepted so far; persist it then, so that a cut in the middle loses nothing and rolls nothing
/// back.
public final class Refresh {
  private enum Phase {
    ROOT,
    TIMESTAMP,
    SNAPSHOT,
    TARGETS,
    ENDED
  }

  private final Instant now;
  private final Instant clock;
  private final TrustLimits limits;
  private final TrustedMetadata trusted;
  private final Phase phase;
  private final int rootsWalked;
  private final RefreshStep step;

  private Refresh(
      Instant now,
      Instant clock,
      TrustLimits limits,
      TrustedMetadata trusted,
      Phase phase,
      int rootsWalked,
      RefreshStep step) {
    this.now = now;
    this.clock = clock;
    this.limits = limits;
    this.trusted = trusted;
    this.phase = phase;
    this.rootsWalked = rootsWalked;
    this.step = step;
  }

  /// Starts a refresh; [#step()] is then the first fetch.
  ///
  /// @param now the one moment against which all expiries are checked (section 5.1); the caller
  ///     keeps it from going back
  public static Refresh start(TrustedMetadata local, Instant now, TrustLimits limits) {
    return start(local, now, now, limits);
  }

  /// As above, for a caller whose moment may have been led astray by what was signed earlier: once
  /// a new root came, whose signers may have put that right, the clock alone counts.
  ///
  /// @param now the one moment, until there is a new root
  /// @param clock the moment from then on
  public static Refresh start(
      TrustedMetadata local, Instant now, Instant clock, TrustLimits limits) {
    return awaitRoot(now, clock, limits, local, 0);
  }

  /// What to do next.
  public RefreshStep step() {
    return step;
  }

  /// Everything accepted so far.
  public TrustedMetadata trusted() {
    return trusted;
  }

  /// The file of the last [Fetch] has come.
  ///
  /// @throws IllegalStateException if nothing was to be fetched
  public Refresh received(byte[] bytes) {
    return switch (phase) {
      case ROOT -> receivedRoot(untrusted(Roles.ROOT, bytes));
      case TIMESTAMP -> receivedTimestamp(untrusted(Roles.TIMESTAMP, bytes));
      case SNAPSHOT -> receivedSnapshot(untrusted(Roles.SNAPSHOT, bytes));
      case TARGETS -> receivedTargets(untrusted(Roles.TARGETS, bytes));
      case ENDED -> throw new IllegalStateException("the refresh has ended with " + step);
    };
  }

  /// The repository does not have the file of the last [Fetch].
  ///
  /// @throws IllegalStateException if nothing was to be fetched
  public Refresh absent() {
    return switch (phase) {
      // 5.3.3: no newer root is the usual case.
      case ROOT -> afterRoots(trusted);
      case TIMESTAMP -> refused(new Refusal.Missing("timestamp.json", "5.4.1"));
      case SNAPSHOT -> refused(new Refusal.Missing("snapshot.json", "5.5.1"));
      case TARGETS -> refused(new Refusal.Missing("targets.json", "5.6.1"));
      case ENDED -> throw new IllegalStateException("the refresh has ended with " + step);
    };
  }

  private static Refresh awaitRoot(
      Instant now, Instant clock, TrustLimits limits, TrustedMetadata trusted, int rootsWalked) {
    long next = trusted.root().version() + 1;
    return new Refresh(
        now,
        clock,
        limits,
        trusted,
        Phase.ROOT,
        rootsWalked,
        new Fetch(MetadataPaths.root(next), limits.maxRootBytes(), false));
  }

  private Refresh receivedRoot(UntrustedFile file) {
    return switch (MetadataRules.nextRoot(file, trusted.root())) {
      case Checked.Failed<TrustedFile<Root>>(var refusal) -> refused(refusal);
      case Checked.Passed<TrustedFile<Root>>(var root) -> {
        TrustedMetadata newer = trusted.withRoot(root);
        int walked = rootsWalked + 1;
        yield walked < limits.maxRootsPerRefresh()
            ? awaitRoot(clock, clock, limits, newer, walked)
            : new Refresh(clock, clock, limits, newer, phase, walked, step).afterRoots(newer);
      }
    };
  }

  /// 5.3.10: only the last root of the walk must not be expired.
  private Refresh afterRoots(TrustedMetadata newer) {
    Optional<Refusal> expired = MetadataRules.freeze(newer.rootFile(), "5.3.10", now);
    return expired.isPresent()
        ? ended(newer, new RefreshStep.Refused(expired.get()))
        : await(
            newer,
            Phase.TIMESTAMP,
            new Fetch(MetadataPaths.timestamp(), limits.maxTimestampBytes(), true));
  }

  private Refresh receivedTimestamp(UntrustedFile file) {
    return switch (MetadataRules.timestamp(file, trusted.root(), trusted.findTimestamp())) {
      case Checked.Failed<TrustedFile<Timestamp>>(var refusal) -> refused(refusal);
      case Checked.Passed<TrustedFile<Timestamp>>(var received) -> {
        // 5.4.3.1: with an equal version nothing is new, and we keep the file that we have.
        TrustedFile<Timestamp> timestamp =
            trusted
                .findTimestampFile()
                .filter(old -> old.metadata().version() == received.metadata().version())
                .orElse(received);
        Optional<Refusal> expired = MetadataRules.freeze(timestamp, "5.4.4", now);
        yield expired.isPresent()
            ? refused(expired.get())
            : afterTimestamp(trusted.withTimestamp(timestamp), timestamp.metadata().snapshot());
      }
    };
  }

  private Refresh afterTimestamp(TrustedMetadata newer, MetaFile listed) {
    Optional<TrustedFile<Snapshot>> local =
        newer.findSnapshotFile().filter(file -> MetadataRules.isListed(file, listed));
    return local.isPresent()
        ? acceptSnapshot(newer, local.get())
        : await(
            newer, Phase.SNAPSHOT, fetch(newer, Roles.SNAPSHOT, listed, limits.maxSnapshotBytes()));
  }

  private Refresh receivedSnapshot(UntrustedFile file) {
    MetaFile listed = trusted.findTimestamp().orElseThrow().snapshot();
    return switch (MetadataRules.snapshot(file, trusted.root(), listed, trusted.findSnapshot())) {
      case Checked.Failed<TrustedFile<Snapshot>>(var refusal) -> refused(refusal);
      case Checked.Passed<TrustedFile<Snapshot>>(var snapshot) -> acceptSnapshot(trusted, snapshot);
    };
  }

  private Refresh acceptSnapshot(TrustedMetadata current, TrustedFile<Snapshot> snapshot) {
    Optional<Refusal> expired = MetadataRules.freeze(snapshot, "5.5.6", now);
    if (expired.isPresent()) {
      return ended(current, new RefreshStep.Refused(expired.get()));
    }
    TrustedMetadata newer = current.withSnapshot(snapshot);
    Optional<MetaFile> listed = snapshot.metadata().find(Roles.TARGETS);
    if (listed.isEmpty()) {
      return ended(newer, new RefreshStep.Refused(new Refusal.NotListed("targets.json", "5.6.1")));
    }
    Optional<TrustedFile<Targets>> local =
        newer.findTargetsFile().filter(file -> MetadataRules.isListed(file, listed.get()));
    return local.isPresent()
        ? acceptTargets(newer, local.get())
        : await(
            newer,
            Phase.TARGETS,
            fetch(newer, Roles.TARGETS, listed.get(), limits.maxTargetsBytes()));
  }

  private Refresh receivedTargets(UntrustedFile file) {
    MetaFile listed = trusted.findSnapshot().flatMap(s -> s.find(Roles.TARGETS)).orElseThrow();
    return switch (TrustedMetadata.topLevelTargets(file, trusted.root(), listed)) {
      case Checked.Failed<TrustedFile<Targets>>(var refusal) -> refused(refusal);
      case Checked.Passed<TrustedFile<Targets>>(var targets) -> acceptTargets(trusted, targets);
    };
  }

  private Refresh acceptTargets(TrustedMetadata current, TrustedFile<Targets> targets) {
    Optional<Refusal> expired = MetadataRules.freeze(targets, "5.6.5", now);
    if (expired.isPresent()) {
      return ended(current, new RefreshStep.Refused(expired.get()));
    }
    TrustedMetadata newer = current.withTargets(targets);
    return ended(newer, new RefreshStep.Done(newer));
  }

  /// 5.5.1, 5.6.1: versions stand in names where snapshots are consistent.
  static Fetch fetch(TrustedMetadata trusted, String role, MetaFile listed, long limitBytes) {
    OptionalLong length = listed.findLengthBytes();
    long maxLengthBytes = Math.min(length.orElse(limitBytes), limitBytes);
    return trusted.root().consistentSnapshot()
        ? new Fetch(MetadataPaths.role(role, listed.version()), maxLengthBytes, false)
        : new Fetch(MetadataPaths.unversioned(role), maxLengthBytes, true);
  }

  private UntrustedFile untrusted(String role, byte[] bytes) {
    if (!(step instanceof Fetch fetch)) {
      throw new IllegalStateException("nothing was to be fetched");
    }
    return new UntrustedFile(MetadataPaths.fileName(role), bytes, fetch.maxLengthBytes());
  }

  private Refresh await(TrustedMetadata newer, Phase next, Fetch fetch) {
    return new Refresh(now, clock, limits, newer, next, rootsWalked, fetch);
  }

  private Refresh refused(Refusal refusal) {
    return ended(trusted, new RefreshStep.Refused(refusal));
  }

  private Refresh ended(TrustedMetadata last, RefreshStep result) {
    return new Refresh(now, clock, limits, last, Phase.ENDED, rootsWalked, result);
  }
}
