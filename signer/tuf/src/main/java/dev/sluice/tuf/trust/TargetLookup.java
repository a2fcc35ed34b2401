package dev.sluice.tuf.trust;

import dev.sluice.tuf.metadata.DelegatedRole;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.MetaFile;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the role that vouches for a target path: TUF 1.0.34 section 5.6.7, as a machine without
/// I/O.
///
/// Roles are searched depth first, in the order of each role's delegations, every role once. A
/// terminating delegation that matches ends the search below it, found or not.
///
/// | waits for | received, accepted | received, refused | absent |
/// |---|---|---|---|
/// | a delegated role | found, not found, or the next role that we lack | refused | refused |
///
/// Immutable: every answer gives a new machine. A delegated role of which we have a trusted copy
/// already is checked again, since another role may delegate to it now, but not fetched.
public final class TargetLookup {
  /// A role still to be searched, and who delegates to it.
  private record Visit(String role, DelegatedRole delegation, Delegations from, String delegator) {}

  private final String targetPath;
  private final Instant now;
  private final TrustLimits limits;
  private final TrustedMetadata trusted;

  /// Next first. While a role is being fetched it is the first.
  private final List<Visit> pending;

  private final Set<String> visited;
  private final LookupStep step;

  private TargetLookup(
      String targetPath,
      Instant now,
      TrustLimits limits,
      TrustedMetadata trusted,
      List<Visit> pending,
      Set<String> visited,
      LookupStep step) {
    this.targetPath = targetPath;
    this.now = now;
    this.limits = limits;
    this.trusted = trusted;
    this.pending = pending;
    this.visited = visited;
    this.step = step;
  }

  /// Starts a search in metadata that a refresh has brought up to date.
  ///
  /// Metadata that is incomplete, inconsistent or expired at `now` is refused, so that a lookup
  /// after a restart needs no refresh as long as everything is fresh.
  public static TargetLookup start(
      TrustedMetadata trusted, String targetPath, Instant now, TrustLimits limits) {
    return switch (currentTargets(trusted, now)) {
      case Checked.Failed<TrustedFile<Targets>>(var refusal) ->
          new TargetLookup(
              targetPath,
              now,
              limits,
              trusted,
              List.of(),
              Set.of(),
              new LookupStep.Refused(refusal));
      case Checked.Passed<TrustedFile<Targets>>(var targets) ->
          new Search(targetPath, now, limits, trusted).accepted(Roles.TARGETS, targets).run();
    };
  }

  /// What to do next.
  public LookupStep step() {
    return step;
  }

  /// Everything accepted so far.
  public TrustedMetadata trusted() {
    return trusted;
  }

  /// The file of the last [Fetch] has come.
  ///
  /// @throws IllegalStateException if nothing was to be fetched
  public TargetLookup received(byte[] bytes) {
    Visit visit = awaited();
    if (!(step instanceof Fetch fetch)) {
      throw new IllegalStateException("nothing was to be fetched");
    }
    var file =
        new UntrustedFile(MetadataPaths.fileName(visit.role()), bytes, fetch.maxLengthBytes());
    return switch (check(trusted, visit, file, now)) {
      case Checked.Failed<TrustedFile<Targets>>(var refusal) ->
          ended(new LookupStep.Refused(refusal));
      case Checked.Passed<TrustedFile<Targets>>(var targets) ->
          new Search(this).accepted(visit.role(), targets).run();
    };
  }

  /// The repository does not have the file of the last [Fetch].
  ///
  /// @throws IllegalStateException if nothing was to be fetched
  public TargetLookup absent() {
    String fileName = MetadataPaths.fileName(awaited().role());
    return ended(new LookupStep.Refused(new Refusal.Missing(fileName, "5.6.1")));
  }

  private Visit awaited() {
    if (!(step instanceof Fetch)) {
      throw new IllegalStateException("the lookup has ended with " + step);
    }
    return pending.getFirst();
  }

  private TargetLookup ended(LookupStep result) {
    return new TargetLookup(targetPath, now, limits, trusted, List.of(), visited, result);
  }

  /// The top-level targets, if everything that vouches for them is fresh and belongs together.
  private static Checked<TrustedFile<Targets>> currentTargets(
      TrustedMetadata trusted, Instant now) {
    Optional<TrustedFile<Timestamp>> timestamp = trusted.findTimestampFile();
    Optional<TrustedFile<Snapshot>> snapshot =
        trusted
            .findSnapshotFile()
            .filter(
                file ->
                    timestamp.isPresent()
                        && MetadataRules.isListed(file, timestamp.get().metadata().snapshot()));
    Optional<TrustedFile<Targets>> targets =
        trusted
            .findTargetsFile()
            .filter(
                file ->
                    snapshot
                        .flatMap(s -> s.metadata().find(Roles.TARGETS))
                        .filter(listed -> MetadataRules.isListed(file, listed))
                        .isPresent());
    if (timestamp.isEmpty() || snapshot.isEmpty() || targets.isEmpty()) {
      return new Checked.Failed<>(new Refusal.Missing("a complete refresh", "5.6.7"));
    }
    return new Checked.Passed<>(targets.get())
        .check(_ -> MetadataRules.freeze(trusted.rootFile(), "5.3.10", now))
        .check(_ -> MetadataRules.freeze(timestamp.get(), "5.4.4", now))
        .check(_ -> MetadataRules.freeze(snapshot.get(), "5.5.6", now))
        .check(file -> MetadataRules.freeze(file, "5.6.5", now));
  }

  private static Checked<TrustedFile<Targets>> check(
      TrustedMetadata trusted, Visit visit, UntrustedFile file, Instant now) {
    MetaFile listed = trusted.findSnapshot().flatMap(s -> s.find(visit.role())).orElseThrow();
    return MetadataRules.targets(
            file,
            visit.from().trusteesOf(visit.delegation()),
            MetadataPaths.fileName(visit.delegator()),
            listed)
        .check(targets -> MetadataRules.freeze(targets, "5.6.5", now));
  }

  /// The search between two answers. Lives only inside one call.
  private static final class Search {
    private final String targetPath;
    private final Instant now;
    private final TrustLimits limits;
    private final List<Visit> pending;
    private final Set<String> visited;
    private TrustedMetadata trusted;
    private Optional<TrustedTarget> found = Optional.empty();

    Search(String targetPath, Instant now, TrustLimits limits, TrustedMetadata trusted) {
      this.targetPath = targetPath;
      this.now = now;
      this.limits = limits;
      this.trusted = trusted;
      this.pending = new ArrayList<>();
      this.visited = new HashSet<>();
    }

    Search(TargetLookup from) {
      this(from.targetPath, from.now, from.limits, from.trusted);
      pending.addAll(from.pending.subList(1, from.pending.size()));
      visited.addAll(from.visited);
    }

    /// A role became trusted: look into it, and queue the roles to which it hands the path.
    Search accepted(String role, TrustedFile<Targets> file) {
      if (!role.equals(Roles.TARGETS)) {
        visited.add(role);
        trusted = trusted.withDelegated(file);
      }
      Optional<TargetFile> target = file.metadata().find(targetPath);
      if (target.isPresent()) {
        found = Optional.of(new TrustedTarget(target.get(), role, trusted.root()));
        return this;
      }
      Delegations delegations = file.metadata().delegations();
      List<Visit> children = new ArrayList<>();
      for (DelegatedRole delegation : delegations.roles()) {
        Optional<String> child = delegation.findRoleFor(targetPath);
        if (child.isPresent()) {
          children.add(new Visit(child.get(), delegation, delegations, role));
          if (delegation.terminating()) {
            // 5.6.7.2.1: nothing that stands after a terminating delegation is searched.
            pending.clear();
            break;
          }
        }
      }
      pending.addAll(0, children);
      return this;
    }

    /// Ends because every round takes one role from the queue, and adds only for one not visited
    /// before.
    TargetLookup run() {
      while (found.isEmpty() && !pending.isEmpty()) {
        Visit visit = pending.getFirst();
        // 5.6.7.1: each role once, which also ends cycles, and not more than the limit.
        if (visited.contains(visit.role())) {
          pending.removeFirst();
          continue;
        }
        if (visited.size() >= limits.maxDelegations()) {
          break;
        }
        String fileName = MetadataPaths.fileName(visit.role());
        Optional<MetaFile> listed = trusted.findSnapshot().flatMap(s -> s.find(visit.role()));
        if (listed.isEmpty()) {
          return result(new LookupStep.Refused(new Refusal.NotListed(fileName, "5.6.1")));
        }
        Optional<TrustedFile<Targets>> local =
            trusted
                .findLocalCopy(fileName)
                .flatMap(file -> check(trusted, visit, file, now).findValue());
        if (local.isEmpty()) {
          return result(
              Refresh.fetch(trusted, visit.role(), listed.get(), limits.maxTargetsBytes()));
        }
        pending.removeFirst();
        var _ = accepted(visit.role(), local.get());
      }
      return result(
          found.isPresent()
              ? new LookupStep.Found(found.get(), trusted)
              : new LookupStep.NotFound(trusted));
    }

    private TargetLookup result(LookupStep step) {
      return new TargetLookup(
          targetPath, now, limits, trusted, List.copyOf(pending), Set.copyOf(visited), step);
    }
  }
}
