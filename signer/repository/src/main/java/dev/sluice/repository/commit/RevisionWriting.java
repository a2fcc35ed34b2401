package dev.sluice.repository.commit;

import dev.sluice.events.ByteString;
import dev.sluice.repository.RepositoryException;
import dev.sluice.repository.RepositoryStep;
import dev.sluice.repository.RepositoryStep.Measure;
import dev.sluice.repository.RepositoryStep.Then;
import dev.sluice.repository.RepositoryStep.WriteOnce;
import dev.sluice.repository.role.RoleSizes;
import dev.sluice.tuf.metadata.MetadataPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the files of a revision under versions that are free.
///
/// Crashes, and a store that takes everything but the timestamp, leave files behind that nobody
/// names; there may be many of them. A version that is taken is passed over, and the next free one
/// is looked for with as many questions as the number of digits of how many are taken.
///
/// @param signed makes the revision, with the first version that is free for some roles
record RevisionWriting(Signed signed) {
  /// Against others who take the versions that were found free.
  private static final int MAX_TRIES = 20;

  /// Makes a revision.
  @FunctionalInterface
  interface Signed {
    /// The same versions give the same bytes: what an earlier try has written stands.
    ///
    /// @param firstVersions for roles of which later versions are taken already, one that is free
    Revision with(Map<String, Long> firstVersions) throws IOException;
  }

  /// Writes the files; what follows gets the revision that they are of.
  <T> RepositoryStep<T> write(Then<Revision, T> then) throws IOException {
    return write(Map.of(), 1, then);
  }

  private <T> RepositoryStep<T> write(
      Map<String, Long> firstVersions, int tries, Then<Revision, T> then) throws IOException {
    if (tries > MAX_TRIES) {
      throw new RepositoryException(
          "metadata: expected a free version in " + MAX_TRIES + " tries, got none");
    }
    Revision revision = signed.with(firstVersions);
    for (Revision.MetadataFile file : revision.files()) {
      requireReadable(file);
    }
    return write(
        revision.files(),
        List.of(),
        taken ->
            taken.isEmpty()
                ? then.with(revision)
                : passOver(taken, firstVersions, later -> write(later, tries + 1, then)));
  }

  /// The last guard of every client: none reads a longer document, and none goes back to the one
  /// before.
  private static void requireReadable(Revision.MetadataFile file) throws RepositoryException {
    long limitBytes = RoleSizes.limitBytes(file.role());
    int lengthBytes = file.envelope().encode().length;
    if (lengthBytes > limitBytes) {
      throw new RepositoryException(
          "role %s: expected a document of at most %d bytes, as clients refuse longer ones, got %d; nothing is signed"
              .formatted(file.role(), limitBytes, lengthBytes));
    }
  }

  /// Writes files; what follows gets those under whose names other bytes stand.
  private static <T> RepositoryStep<T> write(
      List<Revision.MetadataFile> left,
      List<Revision.MetadataFile> taken,
      Then<List<Revision.MetadataFile>, T> then)
      throws IOException {
    if (left.isEmpty()) {
      return then.with(taken);
    }
    Revision.MetadataFile file = left.getFirst();
    return new WriteOnce<>(
        file.path(),
        ByteString.of(file.envelope().encode()),
        stands -> {
          List<Revision.MetadataFile> soFar = new ArrayList<>(taken);
          if (!stands) {
            soFar.add(file);
          }
          return write(left.subList(1, left.size()), soFar, then);
        });
  }

  private static <T> RepositoryStep<T> passOver(
      List<Revision.MetadataFile> taken,
      Map<String, Long> firstVersions,
      Then<Map<String, Long>, T> then)
      throws IOException {
    if (taken.isEmpty()) {
      return then.with(firstVersions);
    }
    String role = taken.getFirst().role();
    return findFreeAfter(
        role,
        taken.getFirst().version(),
        1,
        free -> {
          Map<String, Long> later = new HashMap<>(firstVersions);
          later.put(role, free);
          return passOver(taken.subList(1, taken.size()), later, then);
        });
  }

  /// Ends: the distance doubles, and the store is finite.
  private static <T> RepositoryStep<T> findFreeAfter(
      String role, long taken, long distance, Then<Long, T> then) {
    long asked = taken + distance;
    return new Measure<>(
        MetadataPaths.role(role, asked),
        lengthBytes ->
            lengthBytes.isPresent()
                ? findFreeAfter(role, asked, 2 * distance, then)
                : findFirstFree(role, taken, asked, then));
  }

  private static <T> RepositoryStep<T> findFirstFree(
      String role, long taken, long free, Then<Long, T> then) throws IOException {
    if (free - taken == 1) {
      return then.with(free);
    }
    long middle = taken + (free - taken) / 2;
    return new Measure<>(
        MetadataPaths.role(role, middle),
        lengthBytes ->
            lengthBytes.isPresent()
                ? findFirstFree(role, middle, free, then)
                : findFirstFree(role, taken, middle, then));
  }
}
