package dev.sluice.publisher.delta;

import dev.sluice.publisher.delta.Attempt.Failed;
import dev.sluice.publisher.delta.Attempt.NotTried;
import dev.sluice.publisher.delta.Candidate.Earlier;
import dev.sluice.publisher.delta.Candidate.Nothing;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The patches to one artifact: made in any order, decided on in order of preference.
///
/// First the compressed full artifact, as patches are measured by it; then the bases, newest first,
/// until a patch does not pay. Older ones were made for nothing if they were under way by then:
/// what is offered must not depend on how many builds run in parallel.
///
/// Owned by the thread that handles the release; only [#needs] may be asked by others.
final class ArtifactBuild {
  private final TargetFile artifact;
  private final DeltaLedger ledger;
  private final List<Candidate> order;
  private final List<Candidate> toTry;
  private final Map<Candidate, Attempt> attempts = new HashMap<>();
  private final List<IOException> failures = new ArrayList<>();
  private int next;
  private long fullBytes;
  private volatile boolean triesEnded;
  private volatile boolean abandoned;

  /// @param bases newest first, each once
  ArtifactBuild(DeltaLimits limits, TargetFile artifact, DeltaLedger ledger, List<Earlier> bases) {
    this.artifact = artifact;
    this.ledger = ledger;
    this.fullBytes = artifact.lengthBytes();
    order = new ArrayList<>(List.of(new Nothing()));
    order.addAll(bases);
    toTry = artifact.lengthBytes() > limits.maxArtifactBytes() ? List.of() : toTry(limits, bases);
    order.stream()
        .filter(candidate -> !Set.copyOf(toTry).contains(candidate))
        .forEach(candidate -> attempts.put(candidate, new NotTried()));
  }

  private List<Candidate> toTry(DeltaLimits limits, List<Earlier> bases) {
    List<Candidate> worth = new ArrayList<>(List.of(new Nothing()));
    bases.stream()
        .filter(base -> base.artifact().lengthBytes() <= limits.maxArtifactBytes())
        .limit(limits.maxBases())
        .takeWhile(base -> !ledger.endsTrying(base.base()))
        .forEach(worth::add);
    return worth.stream().filter(candidate -> !ledger.knows(candidate.base())).toList();
  }

  /// The result of all the patches.
  TargetFile artifact() {
    return artifact;
  }

  /// What is known of the patches so far.
  DeltaLedger ledger() {
    return ledger;
  }

  /// For what a patch is to be made, the most important first.
  List<Candidate> toTry() {
    return toTry;
  }

  /// What a device without a base downloads: the compressed artifact where there is one.
  long fullBytes() {
    return fullBytes;
  }

  /// There is a compressed full artifact.
  void setFullBytes(long bytes) {
    fullBytes = bytes;
  }

  /// A try has ended.
  void ended(Candidate candidate, Attempt attempt) {
    attempts.put(candidate, attempt);
  }

  /// No try can succeed.
  void failed(IOException reason) {
    toTry.forEach(candidate -> ended(candidate, new Failed(reason)));
  }

  /// The next candidate in order, once it can be decided on.
  Optional<Decidable> findNext() {
    while (next < order.size()) {
      Candidate candidate = order.get(next);
      Attempt attempt = attempts.get(candidate);
      if (ledger.knows(candidate.base())) {
        triesEnded |= ledger.endsTrying(candidate.base());
        next++;
      } else if (!needs(candidate)) {
        next++;
        return Optional.of(new Decidable(candidate, new NotTried()));
      } else if (attempt == null) {
        return Optional.empty();
      } else {
        next++;
        return Optional.of(new Decidable(candidate, attempt));
      }
    }
    return Optional.empty();
  }

  /// Whether everything was decided.
  boolean isDone() {
    return next == order.size();
  }

  /// A patch did not pay, and older bases are less alike.
  void endTrying() {
    triesEnded = true;
  }

  /// Nobody waits for what is left.
  void abandon() {
    abandoned = true;
  }

  /// Whether a try is still of use. From any thread.
  boolean needs(Candidate candidate) {
    return !abandoned && (candidate instanceof Nothing || !triesEnded);
  }

  /// Something is left for another time.
  void add(IOException failure) {
    failures.add(failure);
  }

  /// What is left for another time, and why.
  List<IOException> failures() {
    return List.copyOf(failures);
  }

  /// A candidate whose turn it is.
  record Decidable(Candidate candidate, Attempt attempt) {}
}
