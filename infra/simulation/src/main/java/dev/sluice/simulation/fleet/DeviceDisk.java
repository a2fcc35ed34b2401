package dev.sluice.simulation.fleet;

import dev.sluice.patch.inplace.Storage;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.SimulatedDisk;
import dev.sluice.testkit.StoredChannel;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.apply.PatchFiles;
import dev.sluice.update.file.Content;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.stored.UpdateMemoryCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The files of a device, and how each effect of the machine touches them.
final class DeviceDisk implements PatchFiles {
  private static final String MEMORY = "memory";
  private static final String METADATA = "metadata/";
  private static final String DOWNLOADS = "downloads/";
  private static final String PART = ".part";
  private static final String JOURNAL = "journal";

  private final SimulatedDisk disk = new SimulatedDisk();
  private final Trouble trouble;

  /// What may happen before the patcher's next write.
  @FunctionalInterface
  interface Trouble {
    /// @throws IOException if the disk is full
    void strike() throws IOException;
  }

  DeviceDisk(Trouble trouble) {
    this.trouble = trouble;
  }

  Optional<byte[]> read(LocalFile file) {
    return disk.read(nameOf(file));
  }

  Optional<Digest> digestOf(LocalFile file) {
    return read(file).map(Digest::sha256);
  }

  private static String nameOf(LocalFile file) {
    return switch (file) {
      case LocalFile.Installed _ -> "installed";
      case LocalFile.Previous _ -> "previous";
      case LocalFile.Artifact(var digest) -> DOWNLOADS + digest.hex();
      case LocalFile.Patch(var digest) -> DOWNLOADS + digest.hex() + ".patch";
      case LocalFile.Checkpoint(var patch) -> DOWNLOADS + patch.hex() + ".checkpoint";
    };
  }

  UpdateMemory memory() {
    return disk.read(MEMORY).map(DeviceDisk::decode).orElseGet(UpdateMemory::empty);
  }

  private static UpdateMemory decode(byte[] bytes) {
    try {
      return UpdateMemoryCodec.decode(bytes);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a synced memory must be readable", e);
    }
  }

  Map<String, byte[]> metadata() {
    var files = new HashMap<String, byte[]>();
    for (var name : disk.names()) {
      if (name.startsWith(METADATA) && !name.endsWith(PART)) {
        disk.read(name).ifPresent(bytes -> files.put(name.substring(METADATA.length()), bytes));
      }
    }
    return files;
  }

  void persist(UpdateMemory memory) {
    replace(MEMORY, UpdateMemoryCodec.encode(memory));
    disk.syncFolder();
  }

  /// Whole or not at all, but perhaps not at all after a crash.
  void storeMetadata(String fileName, Content content) {
    replace(METADATA + fileName, content.bytes());
  }

  private void replace(String name, byte[] bytes) {
    disk.write(name + PART, bytes);
    disk.sync(name + PART);
    disk.rename(name + PART, name);
  }

  /// Not synced: a crash may lose it.
  void write(LocalFile file, long offset, byte[] bytes) {
    var before = read(file).orElseGet(() -> new byte[0]);
    int end = (int) offset + bytes.length;
    var after = Arrays.copyOf(before, Math.max(before.length, end));
    System.arraycopy(bytes, 0, after, (int) offset, bytes.length);
    disk.write(nameOf(file), after);
  }

  List<Digest> sliceDigests(LocalFile file, long sliceLengthBytes) {
    var bytes = read(file).orElseGet(() -> new byte[0]);
    var digests = new ArrayList<Digest>();
    for (int start = 0; start < bytes.length; start += (int) sliceLengthBytes) {
      int end = (int) Math.min(start + sliceLengthBytes, bytes.length);
      digests.add(Digest.sha256(Arrays.copyOfRange(bytes, start, end)));
    }
    return digests;
  }

  @Override
  public SeekableByteChannel openToRead(LocalFile file) throws IOException {
    if (read(file).isEmpty()) {
      throw new NoSuchFileException(nameOf(file));
    }
    return channel(file);
  }

  @Override
  public SeekableByteChannel openToWrite(LocalFile file) {
    if (read(file).isEmpty()) {
      disk.write(nameOf(file), new byte[0]);
    }
    return channel(file);
  }

  private SeekableByteChannel channel(LocalFile file) {
    return new StoredChannel(
        () -> read(file).orElseGet(() -> new byte[0]),
        bytes -> {
          trouble.strike();
          disk.write(nameOf(file), bytes);
        });
  }

  @Override
  public SeekableByteChannel openScratch(long lengthBytes) throws IOException {
    throw new IOException("artifacts of the simulation are not containers");
  }

  @Override
  public void sync(LocalFile file) throws IOException {
    trouble.strike();
    disk.sync(nameOf(file));
  }

  @Override
  public Optional<byte[]> find(LocalFile.Checkpoint file, int maxBytes) {
    return read(file);
  }

  @Override
  public void replace(LocalFile.Checkpoint file, byte[] content) throws IOException {
    trouble.strike();
    replace(nameOf(file), content);
    trouble.strike();
    disk.syncFolder();
  }

  /// The first half of an installation: the download is durable.
  void syncDownload(Digest artifact) {
    disk.sync(nameOf(new LocalFile.Artifact(artifact)));
  }

  /// The second half: the download takes the place of the installed file, which is kept.
  void switchTo(Digest artifact) {
    read(new LocalFile.Installed())
        .ifPresent(bytes -> replace(nameOf(new LocalFile.Previous()), bytes));
    disk.rename(nameOf(new LocalFile.Artifact(artifact)), nameOf(new LocalFile.Installed()));
  }

  /// The previous file takes the place of the installed one.
  void switchBack() {
    disk.rename(nameOf(new LocalFile.Previous()), nameOf(new LocalFile.Installed()));
  }

  /// The installed file, which is being overwritten.
  Storage installed() {
    return new InPlaceFile(nameOf(new LocalFile.Installed()));
  }

  /// What tells how far that is.
  Storage journal() {
    return new InPlaceFile(JOURNAL);
  }

  InputStream open(LocalFile file) throws IOException {
    return new ByteArrayInputStream(
        read(file).orElseThrow(() -> new NoSuchFileException(nameOf(file))));
  }

  /// What stands beside the installed file goes.
  void dropPrevious() {
    disk.delete(nameOf(new LocalFile.Previous()));
    disk.delete(JOURNAL);
  }

  /// The installed file goes, which is neither old nor new.
  void dropInstalled() {
    disk.delete(nameOf(new LocalFile.Installed()));
    disk.delete(JOURNAL);
  }

  /// A file that is changed where it stands. The power may go, or the disk be full, at each change.
  private final class InPlaceFile implements Storage {
    private final String name;

    InPlaceFile(String name) {
      this.name = name;
    }

    private byte[] bytes() {
      return disk.read(name).orElseGet(() -> new byte[0]);
    }

    @Override
    public long lengthBytes() {
      return bytes().length;
    }

    @Override
    public int read(long position, ByteBuffer target) {
      var bytes = bytes();
      if (position >= bytes.length) {
        return -1;
      }
      int count = (int) Math.min(target.remaining(), bytes.length - position);
      target.put(bytes, (int) position, count);
      return count;
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      trouble.strike();
      var before = bytes();
      int end = (int) position + source.remaining();
      var after = Arrays.copyOf(before, Math.max(before.length, end));
      source.get(after, (int) position, source.remaining());
      disk.overwrite(name, after);
    }

    @Override
    public void truncate(long lengthBytes) throws IOException {
      trouble.strike();
      disk.overwrite(name, Arrays.copyOf(bytes(), (int) lengthBytes));
    }

    @Override
    public void force() throws IOException {
      trouble.strike();
      disk.overwrite(name, bytes());
      disk.sync(name);
    }
  }

  void syncFolder() {
    disk.syncFolder();
  }

  void keepDownloads(Set<LocalFile> files) {
    var kept = files.stream().map(DeviceDisk::nameOf).collect(Collectors.toSet());
    for (var name : disk.names()) {
      if (name.startsWith(DOWNLOADS) && !kept.contains(name)) {
        disk.delete(name);
      }
    }
  }

  void crash(Seeded chance) {
    disk.crash(chance);
  }
}
