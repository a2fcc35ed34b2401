package dev.sluice.publisher.upload;

import dev.sluice.publisher.store.UploadTicket;
import dev.sluice.tuf.digest.Digest;

/// How it stands with an upload.
public sealed interface UploadOutcome {
  /// The artifact is in the store and was read there.
  ///
  /// @param content what it is
  record Stored(CheckedContent content) implements UploadOutcome {}

  /// The artifact is in the store and is being read; ask again.
  ///
  /// @param checkedBytes how much of it was read
  record Checking(long checkedBytes) implements UploadOutcome {}

  /// Parts are to be sent.
  ///
  /// @param ticket where to
  record Open(UploadTicket ticket) implements UploadOutcome {}

  /// What came is not what was claimed; it was thrown away.
  ///
  /// @param expected the digest that was claimed
  /// @param received the digest of what came
  record Wrong(Digest expected, Digest received) implements UploadOutcome {}

  /// There is no such upload, or not with these parts: begin again.
  record Gone() implements UploadOutcome {}
}
