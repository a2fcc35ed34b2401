package dev.sluice.agent.disk;

import dev.sluice.update.apply.PatchFiles;
import dev.sluice.update.file.LocalFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The files that applying a patch needs, on the device's disk.
final class DiskPatchFiles implements PatchFiles {
  private final DownloadDirectory downloads;

  DiskPatchFiles(DownloadDirectory downloads) {
    this.downloads = downloads;
  }

  @Override
  public SeekableByteChannel openToRead(LocalFile file) throws IOException {
    return FileChannel.open(downloads.path(file), StandardOpenOption.READ);
  }

  @Override
  public SeekableByteChannel openToWrite(LocalFile file) throws IOException {
    return FileChannel.open(
        downloads.path(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Override
  public SeekableByteChannel openScratch(long lengthBytes) throws IOException {
    long free = Files.getFileStore(downloads.directory()).getUsableSpace();
    if (free < lengthBytes) {
      throw new IOException(
          "scratch space: expected %d bytes, there are fewer".formatted(lengthBytes));
    }
    return FileChannel.open(
        downloads.scratch(),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Override
  public void sync(LocalFile file) throws IOException {
    Path path = downloads.path(file);
    Durable.force(path);
    Durable.forceDirectory(path);
  }

  @Override
  public Optional<byte[]> find(LocalFile.Checkpoint file, int maxBytes) {
    try (InputStream in = Files.newInputStream(downloads.path(file))) {
      return Optional.of(in.readNBytes(maxBytes + 1));
    } catch (IOException e) {
      // Unreadable is as good as absent: the patch is applied from its start.
      return Optional.empty();
    }
  }

  @Override
  public void replace(LocalFile.Checkpoint file, byte[] content) throws IOException {
    Durable.write(downloads.path(file), content);
  }
}
