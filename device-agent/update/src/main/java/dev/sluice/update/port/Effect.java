package dev.sluice.update.port;

import dev.sluice.events.TraceParent;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.apply.InPlaceApplication;
import dev.sluice.update.apply.PatchApplication;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.order.PatchOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the shell has to do, in the order of the list.
///
/// An effect with a `request` is answered by exactly one event with the same number. If a [Persist]
/// or [StoreMetadata] fails, the shell drops the rest of the list and starts the machine again from
/// what is stored, as after a power cut.
public sealed interface Effect {
  /// Keep this across a power cut before doing anything after it.
  record Persist(UpdateMemory memory) implements Effect {}

  /// Keep a trusted metadata file as it was received.
  ///
  /// @param fileName such as `timestamp.json`, without a directory
  record StoreMetadata(String fileName, Content content) implements Effect {}

  /// Ask the edge node. Answered by fetched, absent or unavailable.
  ///
  /// @param path below the edge node's address, without a slash at its start
  /// @param maxLengthBytes stop reading when one byte more has come, and hand over what there is
  /// @param cacheBypass ask with `Cache-Control: no-cache`
  record Fetch(long request, String path, ByteRange range, long maxLengthBytes, boolean cacheBypass)
      implements Effect {}

  /// Digest a whole local file. Answered by digested or missing.
  record DigestFile(long request, LocalFile file) implements Effect {}

  /// Digest each slice of what is there of a local file. Answered by slices digested.
  record DigestSlices(long request, LocalFile file, long sliceLengthBytes) implements Effect {}

  /// Write bytes into a download at their place. Answered by done or disk failed.
  record Write(long request, LocalFile file, long offset, Content content) implements Effect {}

  /// Apply a patch as far as it is there, but for one step of the order at most: from where the
  /// last advance ended, else from its checkpoint, else from its start. [PatchApplication] does it.
  /// Answered by patch advanced or disk failed.
  ///
  /// @param availableBytes how much of the patch is there, from its first byte on
  record AdvancePatch(long request, PatchOrder order, long availableBytes) implements Effect {}

  /// Make the artifact's download durable and put it in the place of the installed file atomically,
  /// keeping the previous one. Answered by done or disk failed.
  record Install(long request, Digest artifact) implements Effect {}

  /// Digest the installed file, and note by what a health check would know that nothing has
  /// happened since. Answered by looked before.
  record LookBefore(long request) implements Effect {}

  /// Look once whether the installed version is healthy. Answered by health checked.
  ///
  /// @param mark what was noted before the switch; empty if there was no switch
  /// @param limit how long the look may take; what takes longer is not healthy
  record CheckHealth(long request, String mark, Duration limit) implements Effect {}

  /// Let what reads the installed document read it anew; if that is a set of flags, derive what is
  /// read from it first. Answered by reloaded.
  ///
  /// @param flagsOff the flags to switch off
  /// @param onlyIfChanged whether there is nothing to read anew if what was derived is the same
  record Reload(long request, SortedSet<FlagName> flagsOff, boolean onlyIfChanged)
      implements Effect {
    /// Copies the flags.
    public Reload {
      flagsOff = Collections.unmodifiableSortedSet(new TreeSet<>(flagsOff));
    }
  }

  /// Put the previous file in the place of the installed one atomically. Answered by done or disk
  /// failed.
  record Restore(long request) implements Effect {}

  /// Look whether downloads can grow and end beside the installed file. Answered by room measured.
  ///
  /// @param files downloads that may grow: what they take already counts as room
  record MeasureRoom(long request, Set<LocalFile> files) implements Effect {
    /// Copies the set.
    public MeasureRoom {
      files = Set.copyOf(files);
    }
  }

  /// Delete what stands beside the installed file, which is whole: the previous one, and a journal
  /// that nobody will go on with. What cannot be deleted is left.
  record DropPrevious() implements Effect {}

  /// Make a patch's download durable and apply it over the installed file, or go on with that, to
  /// its end; [InPlaceApplication] does it. Answered by in place ended.
  record ApplyInPlace(long request, InPlaceOrder order) implements Effect {}

  /// Delete the installed file and its journal, because they are worth nothing. What cannot be
  /// deleted is left.
  record DropInstalled() implements Effect {}

  /// Delete every download that is not in the set, checkpoints of patches among them.
  record KeepDownloads(Set<LocalFile> files) implements Effect {
    /// Copies the set.
    public KeepDownloads {
      files = Set.copyOf(files);
    }
  }

  /// Sign a confirmation and queue it on disk until it is delivered; the same one again is one
  /// entry.
  ///
  /// @param trace the trace that it goes out on; absent for an outcome from before traces
  record SendConfirmation(Confirmation confirmation, Optional<TraceParent> trace)
      implements Effect {}

  /// Tell the pipeline what the device runs, and what it has done lately. Once the hub has it, the
  /// shell sends reported, if there are steps in it; a later report takes its place until then.
  ///
  /// @param flags what it says of the flags that its ring has switched off
  /// @param steps what the hub may not have yet, at most [UpdateStep#MAX_STEPS]
  record SendReport(List<Running> running, DeviceFlags flags, List<UpdateStep> steps)
      implements Effect {
    /// Copies the lists.
    public SendReport {
      running = List.copyOf(running);
      steps = List.copyOf(steps);
    }
  }

  /// Send woken at this moment; it replaces the one asked for before.
  record WakeAt(Instant at) implements Effect {}

  /// Write a line to the device's log.
  ///
  /// @param message stable text
  /// @param details key–value pairs that belong to it, in the order in which they are read
  record Log(Severity severity, String message, Map<String, String> details) implements Effect {
    /// Copies the details, in their order.
    public Log {
      details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
  }

  /// An event came that the state does not wait for any more; count it.
  ///
  /// @param reason why it was ignored
  record Ignore(String reason) implements Effect {}

  /// How much a log line matters.
  enum Severity {
    /// We coped, but a trend matters.
    WARN,
    /// Lifecycle and state changes.
    INFO,
    /// Enough to replay one decision.
    DEBUG
  }
}
