package dev.sluice.agent.disk;

import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.stored.UpdateMemoryCodec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The agent's own directory: `state.json`, `trust/<stamp>/`, `download/`, `confirmations/`, and of
/// a set of flags the released one, `flags.json`.
///
/// Held by a lock file as long as it is open, since two agents on one directory would undo each
/// other's work.
public final class AgentDirectory implements AutoCloseable {
  private static final long MAX_TRUST_FILE_BYTES = 8L << 20;
  private static final int MAX_TRUST_FILES = 1_000;

  private final Path directory;
  private final Path trust;
  private final FileChannel lockFile;
  private final FileLock lock;

  private AgentDirectory(Path directory, Path trust, FileChannel lockFile, FileLock lock) {
    this.directory = directory;
    this.trust = trust;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// Opens the directory, making it if it is not there.
  ///
  /// @param stamp id of the stamp whose metadata is trusted
  /// @throws IOException if it cannot be written, or another agent holds it
  public static AgentDirectory open(Path directory, String stamp) throws IOException {
    Path trust = directory.resolve("trust").resolve(stamp);
    Files.createDirectories(trust);
    Files.createDirectories(directory.resolve("download"));
    Files.createDirectories(directory.resolve("confirmations"));
    FileChannel channel =
        FileChannel.open(
            directory.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<FileLock> lock = Optional.empty();
    try {
      lock = Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      // Another agent of this process: the same as one of another process.
      lock = Optional.empty();
    } finally {
      if (lock.isEmpty()) {
        channel.close();
      }
    }
    if (lock.isEmpty()) {
      throw new IOException("another agent is running in it");
    }
    return new AgentDirectory(directory, trust, channel, lock.get());
  }

  /// Where artifacts and patches grow.
  public Path downloads() {
    return directory.resolve("download");
  }

  /// Where the released set of flags stands, from which the program's file is derived.
  public Path releasedFlags() {
    return directory.resolve("flags.json");
  }

  /// Where confirmations wait.
  public Path confirmations() {
    return directory.resolve("confirmations");
  }

  /// Keeps the machine's memory.
  public void storeMemory(UpdateMemory memory) throws IOException {
    Durable.write(memoryFile(), UpdateMemoryCodec.encode(memory));
  }

  /// The stored memory.
  ///
  /// @return nothing if none was stored
  /// @throws MalformedJsonException if what was stored is not whole
  public Optional<UpdateMemory> findMemory() throws IOException, MalformedJsonException {
    if (!Files.exists(memoryFile())) {
      return Optional.empty();
    }
    if (Files.size(memoryFile()) > UpdateMemoryCodec.MAX_LENGTH_BYTES) {
      throw new MalformedJsonException("", "a short document", Files.size(memoryFile()) + " bytes");
    }
    return Optional.of(UpdateMemoryCodec.decode(Files.readAllBytes(memoryFile())));
  }

  /// Puts a memory aside that cannot be read, for a person to look at.
  public void refuseMemory() throws IOException {
    Files.move(
        memoryFile(), directory.resolve("state.json.refused"), StandardCopyOption.REPLACE_EXISTING);
  }

  /// Keeps a trusted metadata file.
  public void storeMetadata(String fileName, byte[] content) throws IOException {
    Path file = trust.resolve(fileName).normalize();
    if (!trust.equals(file.getParent())) {
      throw new IllegalArgumentException(
          "a metadata file must stand in " + trust + ", not " + file);
    }
    Durable.write(file, content);
  }

  /// The stored metadata files by name. What is too large or too much is left out, as if it were
  /// not there.
  public Map<String, byte[]> metadata() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(trust)) {
      files =
          all.filter(file -> file.getFileName().toString().endsWith(".json"))
              .limit(MAX_TRUST_FILES)
              .toList();
    }
    Map<String, byte[]> metadata = new HashMap<>();
    for (Path file : files) {
      if (Files.size(file) <= MAX_TRUST_FILE_BYTES) {
        metadata.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return metadata;
  }

  /// Closes the directory because of a failure that is about to be reported.
  public void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }

  private Path memoryFile() {
    return directory.resolve("state.json");
  }
}
