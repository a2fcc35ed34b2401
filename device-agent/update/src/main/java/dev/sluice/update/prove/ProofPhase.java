package dev.sluice.update.prove;

import dev.sluice.update.plan.Job;
import dev.sluice.update.settings.HealthPolicy;
import java.time.Duration;

/// The states in which a new version is in place and must prove its health, or goes.
public sealed interface ProofPhase {
  /// The version that must prove itself.
  Job.Trial trial();

  /// Waits for digests of what is on disk.
  sealed interface AwaitsDigests extends ProofPhase {}

  /// Lets what reads the new document read it.
  record Reloading(Job.Trial trial) implements ProofPhase {}

  /// Looks now and then whether the new version is healthy.
  ///
  /// @param policy what decides
  /// @param spent how much of the deadline is used up
  /// @param detail what the latest look said
  record Proving(Job.Trial trial, HealthPolicy.Within policy, Duration spent, String detail)
      implements ProofPhase {}

  /// Digests the installed file, which was found healthy: somebody may have put the previous one
  /// back.
  record CheckingProven(Job.Trial trial) implements AwaitsDigests {}

  /// Digests the previous file before it is put back.
  ///
  /// @param attempt 1 or more, counted since the last start
  record CheckingPrevious(Job.Trial trial, int attempt) implements AwaitsDigests {}

  /// Puts the previous file back.
  ///
  /// @param attempt 1 or more, counted since the last start
  record Returning(Job.Trial trial, int attempt) implements ProofPhase {}

  /// Digests the installed file after the previous one was put back, and once before that.
  ///
  /// @param attempt how often it was put back since the last start
  /// @param problem what is wrong if it is not the previous one
  record CheckingReturned(Job.Trial trial, int attempt, String problem) implements AwaitsDigests {}

  /// Lets what reads the document read the previous one again.
  ///
  /// @param addition what to say beside the reason why the device went back
  record ReloadingReturned(Job.Trial trial, String addition) implements ProofPhase {}
}
