package dev.sluice.update.turn;

import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.flags.FlagName;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.UpdateEvent.Examined;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What follows a step that has ended: the ways from step to step, all of them.
///
/// Each record says what the next step needs to know, beside what the [Turn] carries.
public sealed interface Next {
  /// Nothing is under way: the device rests until it looks unasked, or is told.
  ///
  /// @param atMost no longer than until then; [Instant#MAX] if it does not matter
  record Rest(Instant atMost) implements Next {}

  /// The step that reads what the repository says.
  sealed interface ToCheck extends Next {}

  /// The step that decides what the device shall run.
  sealed interface ToChoose extends Next {}

  /// The step that follows what the ring has switched off.
  sealed interface ToFollow extends Next {}

  /// The step that brings the bytes of an artifact together.
  sealed interface ToFetch extends Next {}

  /// The step that puts an artifact in place.
  sealed interface ToInstall extends Next {}

  /// The step in which a new version proves its health, or goes back.
  sealed interface ToProve extends Next {}

  /// Look what the repository says.
  ///
  /// @param isForced whether the edge node must ask its upstream
  record Look(boolean isForced) implements ToCheck {}

  /// Read the manifest of the chosen release.
  record ReadManifest(Choice choice) implements ToCheck {}

  /// Look for patches from `base` to the plan's artifact.
  record FindPatches(Plan plan, PatchBase base) implements ToCheck {}

  /// Decide upon a rings document that was just read.
  record Decide(RingsDocument document) implements ToChoose {}

  /// Decide upon it once its flags are followed.
  record Choose(RingsDocument document) implements ToChoose {}

  /// Let everything be as it is.
  record Leave(String reason) implements ToChoose {}

  /// Let the program read what it may not have read before a start.
  record RestoreFlags() implements ToFollow {}

  /// Follow what the document has switched off in the device's ring, then decide upon it.
  ///
  /// @param flagsOff what is off
  record FollowFlags(RingsDocument document, SortedSet<FlagName> flagsOff) implements ToFollow {
    /// Copies the flags.
    public FollowFlags {
      flagsOff = Collections.unmodifiableSortedSet(new TreeSet<>(flagsOff));
    }
  }

  /// Bring a release that was just chosen.
  record Bring(Plan plan) implements ToFetch {}

  /// Bring it another way.
  record TakeNextRoute(Plan plan, String reason) implements ToFetch {}

  /// Bring it by the patches that the deltas role vouches for, if they are of use.
  record TryPatches(Plan plan, PatchBase base, DeltaDescriptor descriptor) implements ToFetch {}

  /// Look at the installed file, as after a start.
  record Inspect() implements ToInstall {}

  /// Digest the artifact's download before it is put in place.
  record CheckResult(Plan plan, Origin origin) implements ToInstall {}

  /// Put the artifact in place: its download is there and right.
  record Switch(Plan plan) implements ToInstall {}

  /// Make the artifact over the installed file: the patch is there and right.
  record SwitchInPlace(Plan plan, InPlaceOrder order) implements ToInstall {}

  /// The same without another look at the repository, which does not answer.
  record Overwrite(Plan plan, InPlaceOrder order) implements ToInstall {}

  /// Let the version that is in place prove its health.
  record Prove(Job.Trial trial) implements ToProve {}

  /// Go on with a proof after a start.
  ///
  /// @param installed the digest of the installed file
  record Resume(Job.Trial trial, Examined installed) implements ToProve {}
}
