package dev.sluice.rollout;

import java.time.Instant;

/// Where a rollout stands; each stage carries only what is valid in it.
///
/// `sequence` is always that of the rings document which the stage waits for or stands on.
public sealed interface Stage {
  /// Whether it waits for a rings document to be signed.
  default boolean awaitsSignature() {
    return switch (this) {
      case Signing _, Finishing _ -> true;
      case Paused paused -> !paused.signed();
      case Halted halted -> !halted.signed();
      case Completed completed -> !completed.signed();
      case WaitingForStart _, WaitingForDeltas _, WaitingForApproval _, Admitting _, Soaking _ ->
          false;
    };
  }

  /// A person has to start it.
  record WaitingForStart() implements Stage {}

  /// The first wave waits for patches.
  ///
  /// @param until when it waits no longer
  record WaitingForDeltas(Instant until) implements Stage {}

  /// A person has to approve a ring.
  ///
  /// @param next the ring's first wave
  record WaitingForApproval(Position next) implements Stage {}

  /// A wave is planned and its rings document not yet signed.
  ///
  /// @param resumed whether every announced ring is to be told, not only the wave's own
  record Signing(Position at, long sequence, boolean resumed) implements Stage {}

  /// The wave is announced; its gate is not open.
  record Admitting(Position at, long sequence) implements Stage {}

  /// The gate is open; it has to stay so.
  ///
  /// @param until when it was open for long enough
  record Soaking(Position at, long sequence, Instant until) implements Stage {}

  /// Admits nobody until it is resumed.
  ///
  /// @param sequence 0 if nothing was planned, so that nothing had to be taken back
  /// @param signed whether that document is signed
  record Paused(ResumePoint point, String reason, long sequence, boolean signed) implements Stage {}

  /// Ended early; admits nobody ever again.
  ///
  /// @param sequence 0 if nothing was planned, so that nothing had to be taken back
  /// @param signed whether that document is signed
  record Halted(String reason, long sequence, boolean signed) implements Stage {}

  /// Every ring is done; the document that makes the release the current one is not yet signed.
  record Finishing(long sequence) implements Stage {}

  /// The release is current in every ring.
  ///
  /// @param sequence of the document that says so, the latest if orders have changed it since
  /// @param signed whether that document is signed; the first one always is
  record Completed(long sequence, boolean signed) implements Stage {}
}
