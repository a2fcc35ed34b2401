package dev.sluice.repository.commit;

import dev.sluice.events.ByteString;
import dev.sluice.repository.RepositoryException;
import dev.sluice.repository.RepositoryStep;
import dev.sluice.repository.RepositoryStep.Ended;
import dev.sluice.repository.RepositoryStep.Measure;
import dev.sluice.repository.RepositoryStep.Standing;
import dev.sluice.repository.RepositoryStep.TellTime;
import dev.sluice.repository.RepositoryStep.Then;
import dev.sluice.repository.RepositoryStep.WriteOnce;
import dev.sluice.repository.RepositoryStep.WriteTimestamp;
import dev.sluice.repository.RoleSigner;
import dev.sluice.repository.change.Planner;
import dev.sluice.repository.change.Proposal;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.role.Signing;
import dev.sluice.repository.state.RepositoryReading;
import dev.sluice.repository.state.StoredRepository;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Brings a change of the repository into the store.
///
/// | step | answer | next |
/// |---|---|---|
/// | read what the store says by now | | plan |
/// | plan | nothing to change | ended |
/// | | changes | ask for the time |
/// | measure what must be there | not there | refused |
/// | | all there | write new objects |
/// | write objects, sign, write metadata | versions are taken | sign with later ones |
/// | | all written | write the timestamp |
/// | write the timestamp over the known one | somebody was first | read again, plan |
/// | | written | write the new root, if there is one |
/// | write the root | another stands there | refused |
/// | | written | ended |
///
/// Files that never change come first, the timestamp after them, and only over the timestamp that
/// we know: a crash in between leaves files that nobody names, and a second signer is noticed.
///
/// @param planner works out what to change
/// @param signer signs
/// @param lifetimes how long documents live
public record RepositoryCommit<P extends Proposal>(
    Planner<P> planner, RoleSigner signer, Lifetimes lifetimes) {
  /// Attempts against a second signer.
  private static final int MAX_ATTEMPTS = 20;

  /// Begins with what the store says by now: somebody else may have written, or we have and did not
  /// hear of it. Nothing is written if nothing is to change.
  ///
  /// @param known the repository as it was last known
  public RepositoryStep<Committed<P>> begin(StoredRepository known) {
    return reread(known, now -> attempt(1, now));
  }

  /// What the store says by now.
  ///
  /// @param known the repository as it was last known
  public static RepositoryStep<StoredRepository> reread(StoredRepository known) {
    return reread(known, Ended::new);
  }

  private static <T> RepositoryStep<T> reread(
      StoredRepository known, Then<StoredRepository, T> then) {
    return RepositoryReading.rootAfter(
        known.root(),
        root ->
            RepositoryReading.findTimestampTag(
                tag -> {
                  boolean isSameRoot =
                      root.document().version() == known.repository().root().version();
                  return isSameRoot && tag.equals(Optional.of(known.timestampTag()))
                      ? then.with(known)
                      : RepositoryReading.find(root, found -> then.with(require(found)));
                }));
  }

  private static StoredRepository require(Optional<StoredRepository> found)
      throws RepositoryException {
    return found.orElseThrow(
        () -> new RepositoryException("timestamp.json: expected the file, got none"));
  }

  private RepositoryStep<Committed<P>> attempt(int number, StoredRepository before)
      throws RepositoryException {
    if (number > MAX_ATTEMPTS) {
      throw new RepositoryException(
          "metadata: expected to write a revision in " + MAX_ATTEMPTS + " attempts, got overtaken");
    }
    P proposal = planner.plan(before.repository());
    if (proposal.changes().isEmpty()) {
      return new Ended<>(new Committed<>(proposal, before, Set.of()));
    }
    var attempt = new Attempt(number, before, proposal);
    return new TellTime<>(now -> attempt.measure(now, 0));
  }

  /// One attempt: what it starts from, and what it is to bring about.
  private final class Attempt {
    private final int number;
    private final StoredRepository before;
    private final P proposal;

    private Attempt(int number, StoredRepository before, P proposal) {
      this.number = number;
      this.before = before;
      this.proposal = proposal;
    }

    /// A target that nobody can fetch must not be vouched for: every device would fail on it.
    private RepositoryStep<Committed<P>> measure(Instant now, int index) throws IOException {
      if (index == proposal.required().size()) {
        return writeObjects(now, List.copyOf(proposal.objects().entrySet()));
      }
      TargetFile target = proposal.required().get(index);
      String path = MetadataPaths.target(target.path(), target.sha256());
      return new Measure<>(
          path,
          lengthBytes -> {
            if (!lengthBytes.equals(OptionalLong.of(target.lengthBytes()))) {
              throw new RepositoryException(
                  "%s: expected an object of %d bytes, got %s"
                      .formatted(
                          path,
                          target.lengthBytes(),
                          lengthBytes.isPresent() ? lengthBytes.getAsLong() : "none"));
            }
            return measure(now, index + 1);
          });
    }

    private RepositoryStep<Committed<P>> writeObjects(
        Instant now, List<Map.Entry<String, ByteString>> left) throws IOException {
      if (left.isEmpty()) {
        return sign(now);
      }
      String path = left.getFirst().getKey();
      return new WriteOnce<>(
          path,
          left.getFirst().getValue(),
          stands -> {
            if (!stands) {
              throw new RepositoryException(path + ": expected the bytes of its name, got others");
            }
            return writeObjects(now, left.subList(1, left.size()));
          });
    }

    private RepositoryStep<Committed<P>> sign(Instant now) throws IOException {
      return new RevisionWriting(
              firstVersions ->
                  Revision.of(
                      before.repository(),
                      proposal.changes(),
                      new Signing(signer, lifetimes, now, firstVersions)))
          .write(this::writeTimestamp);
    }

    private RepositoryStep<Committed<P>> writeTimestamp(Revision revision) {
      return new WriteTimestamp<>(
          ByteString.of(revision.timestamp().encode()),
          new Standing.Tagged(before.timestampTag()),
          tag ->
              tag.isPresent()
                  ? writeRoots(revision, tag.get())
                  : reread(before, now -> attempt(number + 1, now)));
    }

    private RepositoryStep<Committed<P>> writeRoots(Revision revision, String tag) {
      if (revision.roots().isEmpty()) {
        return ended(revision, before.rootFile(), tag);
      }
      Revision.MetadataFile root = revision.roots().getFirst();
      ByteString bytes = ByteString.of(root.envelope().encode());
      return new WriteOnce<>(
          root.path(),
          bytes,
          stands -> {
            if (!stands) {
              throw new RepositoryException(
                  root.path() + ": expected no such file, got one; another signer changes keys");
            }
            return ended(revision, bytes, tag);
          });
    }

    private RepositoryStep<Committed<P>> ended(Revision revision, ByteString root, String tag) {
      return new Ended<>(
          new Committed<>(
              proposal,
              new StoredRepository(root, revision.repository(), tag),
              revision.signedRoles()));
    }
  }
}
