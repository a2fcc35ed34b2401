package dev.sluice.update.port;

import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.file.Content;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.order.PatchProgress;
import dev.sluice.update.order.PatchStart;
import dev.sluice.update.plan.Fallback;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What happened to the device.
public sealed interface UpdateEvent {
  /// The agent started. Always the first event.
  record Started() implements UpdateEvent {}

  /// The link to the hub is up, again or for the first time.
  record Connected() implements UpdateEvent {}

  /// The hub has a report.
  ///
  /// @param number of the latest step in it
  record Reported(long number) implements UpdateEvent {}

  /// A hint that something new may exist.
  ///
  /// @param trace the trace that the announcement came on, if it is followed
  record Announced(WaveAnnounced announcement, Optional<TraceParent> trace) implements UpdateEvent {
    /// An announcement that nobody follows.
    public Announced(WaveAnnounced announcement) {
      this(announcement, Optional.empty());
    }
  }

  /// A hint to hold what has not switched yet.
  record HaltAnnounced(RolloutHalted announcement) implements UpdateEvent {}

  /// The moment of the last [Effect.WakeAt] has come, by the clock or by the time that has passed:
  /// whoever sends this may know that the clock was set back.
  record Woken() implements UpdateEvent {}

  /// The installed file is not as it was when it was last digested, as far as can be told without
  /// reading it.
  record InstalledTouched() implements UpdateEvent {}

  /// The outcome of an effect that was asked for by number.
  sealed interface Answer extends UpdateEvent {
    /// The number of the effect that this answers.
    public long request();
  }

  /// What is on disk was digested, or is not there.
  sealed interface Examined extends Answer {}

  /// The edge node gave the bytes, at most one more than allowed.
  record Fetched(long request, Content content) implements Answer {}

  /// The edge node says that there is no such object (403 or 404).
  record Absent(long request) implements Answer {}

  /// No edge node, no answer in time, or a server error.
  record Unavailable(long request, String detail) implements Answer {}

  /// The digest of a whole local file.
  record Digested(long request, Digest digest, long lengthBytes) implements Examined {}

  /// The local file is not there, or cannot be read.
  record Missing(long request) implements Examined {}

  /// The digests of the slices of what is there of a local file; empty if it is not there.
  record SlicesDigested(long request, List<Digest> digests) implements Examined {
    /// Copies the list.
    public SlicesDigested {
      digests = List.copyOf(digests);
    }
  }

  /// The effect succeeded.
  record Done(long request) implements Answer {}

  /// The patch was applied some way, or cannot be.
  ///
  /// @param start from where
  record PatchAdvanced(long request, PatchStart start, PatchProgress progress) implements Answer {}

  /// What stood in the installed file's place before the switch.
  ///
  /// @param fallback what the device can go back to
  /// @param mark what a health check must find changed later; its meaning is the shell's, empty if
  ///     the check looks for no change
  record LookedBefore(long request, Fallback fallback, String mark) implements Answer {}

  /// What a look at the installed version's health says.
  ///
  /// @param took how long the look took, by a clock that nobody sets
  record HealthChecked(long request, HealthResult result, Duration took) implements Answer {}

  /// Whether the installed document was read anew.
  ///
  /// @param result what the reload hook says; healthy also where there is none
  record Reloaded(long request, HealthResult result) implements Answer {}

  /// How much room there is for downloads that end beside the installed file.
  ///
  /// @param roomBytes what the files that were asked about may take in all
  /// @param withoutPreviousBytes the same once the previous copy is gone
  /// @param obstacle why nothing can be put there, however much room there is; empty if it can
  record RoomMeasured(long request, long roomBytes, long withoutPreviousBytes, String obstacle)
      implements Answer {}

  /// The patch was applied over the installed file, or was not.
  record InPlaceEnded(long request, InPlaceOutcome outcome) implements Answer {}

  /// The disk is full, cannot be written, or failed.
  record DiskFailed(long request, String detail) implements Answer {}
}
