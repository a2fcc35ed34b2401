package dev.sluice.cache.upstream;

import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.slice.ByteRange;
import org.jspecify.annotations.Nullable;

/// One slice on its way over several attempts: a link that breaks in the middle costs no byte twice
/// (RFC 9110 sections 13.1.5 and 14).
///
/// | event | then |
/// |---|---|
/// | a body begins, nothing is here | its bytes are the first |
/// | a body begins, of the same object | its bytes follow those that are here |
/// | a body begins, of another object | its bytes are of no use |
/// | the attempt failed, [#MIN_PROGRESS_BYTES] further | the rest is next; failures count anew |
/// | the attempt failed, no further | the rest is next; one failure more in a row |
/// | the attempt failed, as the object changed | all is next; one failure more in a row |
///
/// Where the rest cannot be asked for, because nobody vouches that it is of the same object, all is
/// next.
///
/// Ends: an attempt counts as a failure, or comes further into the slice than ever before; what was
/// here and had to go does not count twice. Used by one thread.
public final class SliceTransfer {
  /// Fewer bytes are no progress: a link that gives a byte before it breaks is broken.
  public static final long MIN_PROGRESS_BYTES = 4 << 10;

  private final FetchRequest request;

  private @Nullable ObjectFacts first;
  private long hereBytes;
  private long farthestBytes;
  private boolean isOfUse = true;
  private int failures;

  /// @param request for all of the slice
  public SliceTransfer(FetchRequest request) {
    this.request = request;
  }

  /// What to ask upstream for in the next attempt.
  public FetchRequest next() {
    isOfUse = true;
    if (first == null || !isResumable(first)) {
      hereBytes = 0;
      first = null;
      return request;
    }
    var start = request.range().start();
    return new FetchRequest(
        request.path(),
        new ByteRange(start + hereBytes, start + first.bodyLengthBytes()),
        request.noCache(),
        first.validator());
  }

  /// A body begins.
  ///
  /// @return whether it is the first, or begins the slice anew; the others follow what is here
  public boolean begins(ObjectFacts facts) {
    if (first != null && hereBytes > 0) {
      isOfUse = facts.isSameObject(first);
      return false;
    }
    first = facts;
    return true;
  }

  /// Bytes of the body.
  ///
  /// @return whether they are of use
  public boolean came(long count) {
    if (isOfUse) {
      hereBytes += count;
    }
    return isOfUse;
  }

  /// What all attempts together brought; an attempt that failed stays as it was.
  public Fetched result(Fetched attempt) {
    return switch (attempt) {
      case Fetched.Found _ when !isOfUse ->
          new Fetched.Changed("the object has changed since its first part came");
      case Fetched.PastEnd _ when hereBytes > 0 ->
          new Fetched.Changed("the object has become shorter since its first part came");
      case Fetched.Found _ when first != null -> new Fetched.Found(first);
      case Fetched.Found _,
          Fetched.PastEnd _,
          Fetched.Absent _,
          Fetched.Changed _,
          Fetched.Unavailable _ ->
          attempt;
    };
  }

  /// An attempt failed.
  ///
  /// @return how many failed in a row, this one included: from 1; 0 if it came further than ever
  public int failed(Fetched attempt) {
    if (attempt instanceof Fetched.Changed) {
      first = null;
      hereBytes = 0;
    }
    if (hereBytes >= farthestBytes + MIN_PROGRESS_BYTES) {
      farthestBytes = hereBytes;
      failures = 0;
    } else {
      failures++;
    }
    return failures;
  }

  /// Bytes of an immutable path are the same whoever sends them; for others upstream has to vouch.
  private boolean isResumable(ObjectFacts facts) {
    var isVouchedFor = request.path().kind() != ObjectKind.MUTABLE || !facts.validator().isEmpty();
    return hereBytes > 0 && hereBytes < facts.bodyLengthBytes() && isVouchedFor;
  }
}
