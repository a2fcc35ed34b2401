package dev.sluice.agent.disk;

import dev.sluice.release.SliceList;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import dev.sluice.update.apply.PatchApplication;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files that the machine speaks of: the installed one, and what is on its way.
///
/// For one thread. Every method answers with an event; a failing disk is an answer, too.
public final class Downloads implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final DownloadDirectory downloads;
  private final PatchApplication application;

  /// What the file system said of the installed file when it was last digested.
  private FileStamp digested = FileStamp.NO_FILE;

  /// @param directory where downloads stand; the agent's own
  /// @param installFile the file that the agent keeps up to date
  public Downloads(Path directory, Path installFile) {
    this.downloads = new DownloadDirectory(directory, installFile);
    this.application = new PatchApplication(new DiskPatchFiles(downloads));
  }

  /// Whether the installed file is another, or was written to, since it was last digested. What is
  /// compared is what the file system says of it; nothing is read.
  public boolean isInstalledTouched() {
    return !stamp().equals(digested);
  }

  private FileStamp stamp() {
    try {
      var found = Files.readAttributes(installFile(), BasicFileAttributes.class);
      return new FileStamp(found.size(), found.lastModifiedTime(), String.valueOf(found.fileKey()));
    } catch (IOException e) {
      return FileStamp.NO_FILE;
    }
  }

  private record FileStamp(long lengthBytes, FileTime modified, String key) {
    static final FileStamp NO_FILE = new FileStamp(-1, FileTime.fromMillis(0), "");
  }

  /// Digests a whole file.
  public Answer digest(Effect.DigestFile effect) {
    if (effect.file() instanceof LocalFile.Installed) {
      digested = stamp();
    }
    try (FileChannel channel =
        FileChannel.open(downloads.path(effect.file()), StandardOpenOption.READ)) {
      var digester = new Digester();
      var buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (channel.read(buffer) >= 0) {
        digester.update(buffer.flip());
        buffer.clear();
      }
      return new UpdateEvent.Digested(effect.request(), digester.digest(), channel.size());
    } catch (IOException e) {
      // Unreadable is as good as absent: the machine brings the file again.
      return new UpdateEvent.Missing(effect.request());
    }
  }

  /// Digests each slice of what is there.
  public Answer digestSlices(Effect.DigestSlices effect) {
    List<Digest> digests = new ArrayList<>();
    try (FileChannel channel =
        FileChannel.open(downloads.path(effect.file()), StandardOpenOption.READ)) {
      long lengthBytes = channel.size();
      long slices = SliceList.sliceCount(effect.sliceLengthBytes(), lengthBytes);
      for (long slice = 0; slice < slices; slice++) {
        long start = slice * effect.sliceLengthBytes();
        digests.add(
            digest(channel, start, Math.min(lengthBytes, start + effect.sliceLengthBytes())));
      }
    } catch (IOException e) {
      return new UpdateEvent.SlicesDigested(effect.request(), List.of());
    }
    return new UpdateEvent.SlicesDigested(effect.request(), digests);
  }

  private static Digest digest(FileChannel channel, long start, long end) throws IOException {
    var digester = new Digester();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (long at = start; at < end; ) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
      int count = channel.read(buffer, at);
      if (count < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      at += count;
      digester.update(buffer.flip());
    }
    return digester.digest();
  }

  /// Writes a part of a download.
  public Answer write(Effect.Write effect) {
    try (FileChannel channel =
        FileChannel.open(
            downloads.path(effect.file()), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(effect.offset());
      Durable.writeAll(channel, ByteBuffer.wrap(effect.content().bytes()));
      return new UpdateEvent.Done(effect.request());
    } catch (IOException e) {
      giveBack(effect);
      return new UpdateEvent.DiskFailed(effect.request(), describe(e));
    }
  }

  /// What was written of a part that did not fit goes: on a full disk the agent's own memory needs
  /// that room.
  private void giveBack(Effect.Write effect) {
    try (FileChannel channel =
        FileChannel.open(downloads.path(effect.file()), StandardOpenOption.WRITE)) {
      var _ = channel.truncate(effect.offset());
    } catch (IOException e) {
      // It is written over the next time.
      return;
    }
  }

  /// Goes on with a patch.
  public Answer advancePatch(Effect.AdvancePatch effect) {
    try {
      return application.advance(effect);
    } catch (IOException e) {
      return new UpdateEvent.DiskFailed(effect.request(), describe(e));
    }
  }

  /// Puts a download in the place of the installed file.
  ///
  /// The installed file is there at every moment, old or new: the previous one gets a second name
  /// before the new one takes its place. Until that has happened, the download stays.
  public Answer install(Effect.Install effect) {
    Path download = downloads.path(new LocalFile.Artifact(effect.artifact()));
    try {
      Files.createDirectories(installFile().toAbsolutePath().getParent());
      Durable.force(download);
      keepPrevious();
      replace(download);
      DownloadDirectory.deleteQuietly(downloads.journal()); // of a file that is gone
      return new UpdateEvent.Done(effect.request());
    } catch (IOException e) {
      return new UpdateEvent.DiskFailed(effect.request(), describe(e));
    }
  }

  /// What takes the place of the installed file is as that was: its mode, its owner, its
  /// attributes.
  private void replace(Path download) throws IOException {
    Path installed = installFile();
    try {
      if (isNear(download, installed)) {
        Inheritance.take(installed, download);
        Durable.rename(download, installed);
        return;
      }
    } catch (AtomicMoveNotSupportedException e) {
      // One device, but two mounts of it: as from another.
    }
    Path staged = downloads.staged();
    try {
      Files.copy(download, staged, StandardCopyOption.REPLACE_EXISTING);
      Inheritance.take(installed, staged);
      Durable.force(staged);
      Durable.rename(staged, installed);
    } catch (IOException e) {
      DownloadDirectory.deleteQuietly(staged);
      throw e;
    }
  }

  private static boolean isNear(Path download, Path installed) throws IOException {
    return Files.getFileStore(download)
        .equals(Files.getFileStore(installed.toAbsolutePath().getParent()));
  }

  private void keepPrevious() throws IOException {
    if (Files.exists(installFile())) {
      downloads.secondName(downloads.previousStaged());
      Durable.rename(downloads.previousStaged(), downloads.previous());
    }
  }

  private Path installFile() {
    return downloads.installFile();
  }

  /// Deletes every download that is not in the set. What cannot be deleted is left for the next
  /// time.
  public void keepOnly(Set<LocalFile> files) {
    application.keepOnly(files);
    downloads.keepOnly(files);
  }

  /// Ends the work on a patch, which goes on from its last checkpoint.
  @Override
  public void close() {
    application.close();
  }

  private static String describe(IOException e) {
    return e instanceof NoSuchFileException ? "there is no " + e.getMessage() : String.valueOf(e);
  }
}
