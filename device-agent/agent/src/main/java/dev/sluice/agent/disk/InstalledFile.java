package dev.sluice.agent.disk;

import dev.sluice.update.apply.InPlaceApplication;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Answer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// The file that the agent keeps up to date, and what stands beside it: the previous one, and while
/// a patch is applied over it the journal of that. As long as there is a journal, nobody but the
/// agent may use the file.
///
/// For one thread. Every method answers with an event; a failing disk is an answer, too.
public final class InstalledFile {
  /// Our choice: what the agent's own state and log may still take when the rest is used up.
  static final long RESERVED_BYTES = 1L << 20;

  private final DownloadDirectory downloads;
  private final Room room;

  /// @param directory where downloads stand; the agent's own
  /// @param installFile the file that the agent keeps up to date
  public InstalledFile(Path directory, Path installFile, Room room) {
    this.downloads = new DownloadDirectory(directory, installFile);
    this.room = room;
  }

  /// Looks how much room there is for downloads that end beside the installed file, and whether it
  /// may be used.
  public Answer measureRoom(Effect.MeasureRoom effect) {
    try {
      Files.createDirectories(directory());
      probe(directory());
      probe(downloads.directory());
      long copyBytes = secondCopyBytes();
      long previousBytes = lengthOf(downloads.previous());
      return new UpdateEvent.RoomMeasured(
          effect.request(),
          roomFor(effect.files(), -copyBytes),
          roomFor(effect.files(), previousBytes - copyBytes),
          "");
    } catch (IOException e) {
      return new UpdateEvent.RoomMeasured(effect.request(), 0, 0, unusable(e));
    }
  }

  /// Whether a directory takes a new file only trying tells: rights, quotas, attributes and the way
  /// that it is mounted all have a say.
  private static void probe(Path directory) throws IOException {
    Files.delete(Files.createTempFile(directory, ".sluice", ".probe"));
  }

  private static String unusable(IOException cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "no right to write " + denied.getFile();
      case FileAlreadyExistsException other -> other.getFile() + " is no directory";
      case FileSystemException failed when failed.getReason() != null ->
          "no file can be put beside the installed one: " + failed.getReason();
      default -> "no file can be put beside the installed one: " + cause;
    };
  }

  /// What a second name of the installed file takes: nothing, where it can be a link.
  private long secondCopyBytes() throws IOException {
    Path installed = downloads.installFile();
    if (!Files.exists(installed)) {
      return 0;
    }
    try {
      return downloads.link(downloads.previousStaged()) ? 0 : Files.size(installed);
    } finally {
      DownloadDirectory.deleteQuietly(downloads.previousStaged());
    }
  }

  /// On file systems of their own, both must have the room.
  ///
  /// @param beside what becomes free beside the installed file; below 0 what is taken there, too
  private long roomFor(Set<LocalFile> files, long beside) throws IOException {
    long taken = 0;
    for (LocalFile file : files) {
      taken += lengthOf(downloads.path(file));
    }
    long forDownloads = room.freeBytes(downloads.directory()) + taken;
    if (room.isShared(downloads.directory(), directory())) {
      return forDownloads + beside - RESERVED_BYTES;
    }
    long forInstalled = room.freeBytes(directory()) + beside;
    return Math.min(forDownloads, forInstalled) - RESERVED_BYTES;
  }

  private Path directory() {
    return downloads.installFile().toAbsolutePath().resolveSibling(".");
  }

  private static long lengthOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /// Puts the previous file in the place of the installed one, which is there at every moment.
  public Answer restore(Effect.Restore effect) {
    try {
      Durable.rename(downloads.previous(), downloads.installFile());
      return new UpdateEvent.Done(effect.request());
    } catch (IOException e) {
      return new UpdateEvent.DiskFailed(effect.request(), e.toString());
    }
  }

  /// Deletes what stands beside the installed file.
  public void dropPrevious() {
    DownloadDirectory.deleteQuietly(downloads.previous());
    DownloadDirectory.deleteQuietly(downloads.previousStaged());
    DownloadDirectory.deleteQuietly(downloads.journal());
  }

  /// Deletes the installed file, which is worth nothing, and its journal once that is durable: as
  /// long as the file is there, something must say what it is.
  public void drop() {
    try {
      var _ = Files.deleteIfExists(downloads.installFile());
      Durable.forceDirectory(downloads.installFile());
    } catch (IOException e) {
      return; // the journal stays with it, and goes with the next installation
    }
    DownloadDirectory.deleteQuietly(downloads.journal());
  }

  /// Applies a patch over the installed file, or goes on with it.
  public Answer applyInPlace(Effect.ApplyInPlace effect) {
    Path patch = downloads.path(effect.order().patchFile());
    UpdateEvent.InPlaceEnded answer;
    try (FileChannel installed =
            FileChannel.open(
                downloads.installFile(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel journal = openJournal()) {
      // Without it nothing could go on after a power cut.
      Durable.force(patch);
      Durable.forceDirectory(patch);
      answer =
          InPlaceApplication.apply(
              effect,
              installed,
              journal,
              () -> Files.newInputStream(patch),
              maxJournalBytes(installed, journal, effect.order().resultLengthBytes()));
    } catch (IOException e) {
      answer = new UpdateEvent.InPlaceEnded(effect.request(), unopened(e));
    }
    if (isWhole(answer.outcome())) {
      DownloadDirectory.deleteQuietly(downloads.journal());
    }
    return answer;
  }

  private static boolean isWhole(InPlaceOutcome outcome) {
    return outcome instanceof InPlaceOutcome.Applied || outcome instanceof InPlaceOutcome.Refused;
  }

  private FileChannel openJournal() throws IOException {
    FileChannel journal =
        FileChannel.open(
            downloads.journal(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      Durable.forceDirectory(downloads.journal());
    } catch (IOException e) {
      journal.close();
      throw e;
    }
    return journal;
  }

  private long maxJournalBytes(FileChannel installed, FileChannel journal, long resultBytes)
      throws IOException {
    long growth = Math.max(0, resultBytes - installed.size());
    return room.freeBytes(directory()) + journal.size() - growth - RESERVED_BYTES;
  }

  /// Where a file cannot even be opened, its journal tells what it is.
  private InPlaceOutcome unopened(IOException cause) {
    return isUnderway()
        ? new InPlaceOutcome.CutOff(String.valueOf(cause))
        : new InPlaceOutcome.Refused(String.valueOf(cause));
  }

  private boolean isUnderway() {
    try (FileChannel journal = FileChannel.open(downloads.journal(), StandardOpenOption.READ)) {
      return InPlaceApplication.isUnderway(journal);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // Going on again will tell.
      return true;
    }
  }
}
