package dev.sluice.publisher.publication;

import dev.sluice.release.ArtifactName;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;

/// What came of a [ReleaseOrder].
public sealed interface PublishOutcome {
  /// The release is new.
  ///
  /// @param release what was published
  record Published(PublishedRelease release) implements PublishOutcome {}

  /// The same release was there already; nothing has changed, its event was sent again.
  ///
  /// @param release what was published before
  record AlreadyPublished(PublishedRelease release) implements PublishOutcome {}

  /// Nothing was published.
  sealed interface Refused extends PublishOutcome {
    /// One line for the person who asked: what was expected, what came, what to do.
    String message();
  }

  /// The version was published before with something else.
  ///
  /// @param release which release
  /// @param what the part that differs
  /// @param published what it is
  /// @param offered what was to be published now
  record Conflict(ReleaseId release, String what, String published, String offered)
      implements Refused {
    @Override
    public String message() {
      return "%s is published already: expected %s %s, got %s; publish under a new version"
          .formatted(release, what, published, offered);
    }
  }

  /// The rollback floor is above the release's own counter.
  ///
  /// @param release which release
  /// @param floor what was asked for
  /// @param counter the counter that the release would get
  record FloorTooHigh(ReleaseId release, long floor, long counter) implements Refused {
    @Override
    public String message() {
      return "%s: expected a rollback floor of at most its counter %d, got %d; choose a lower one"
          .formatted(release, counter, floor);
    }
  }

  /// The counter that was asked for is not the next one.
  ///
  /// @param release which release
  /// @param expected the counter that was asked for
  /// @param next the counter that it would get
  record WrongCounter(ReleaseId release, long expected, long next) implements Refused {
    @Override
    public String message() {
      return "%s: expected to become counter %d, got %d as the next one; look at what was published"
              .formatted(release, expected, next)
          + " meanwhile";
    }
  }

  /// An artifact is not in the store, or was not read there yet.
  ///
  /// @param release which release
  /// @param name of the artifact
  /// @param digest of the artifact
  record NotUploaded(ReleaseId release, ArtifactName name, Digest digest) implements Refused {
    @Override
    public String message() {
      return "%s: expected artifact %s (%s) in the store, got none; upload it first"
          .formatted(release, name, digest.prefix());
    }
  }

  /// The object store or Kafka failed; asking again carries on.
  ///
  /// @param reason one line: what was expected, what came
  record Unavailable(String reason) implements Refused {
    @Override
    public String message() {
      return reason + "; publish again to carry on";
    }
  }
}
