package dev.sluice.signer.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One file that whoever changes keys or metadata holds for the moment of its change.
///
/// The operating system gives it up when its holder dies. It holds the number of the process that
/// took it last, so that whoever waits in vain can name it. One process has one of these for a
/// file: Linux gives a lock up when its process closes any descriptor of the file.
final class DirectoryLock {
  /// Longer than a round of signing against a slow store, shorter than a person's patience.
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int MAX_TEXT_BYTES = 64;

  private final Path file;
  private final FileAttribute<Set<PosixFilePermission>> mode;
  private final Duration limit;

  DirectoryLock(Path file, FileAttribute<Set<PosixFilePermission>> mode, Duration limit) {
    this.file = file;
    this.mode = mode;
    this.limit = limit;
  }

  /// Takes the lock.
  ///
  /// @throws IOException if somebody else has it all the time, or the file cannot be written
  KeyRing.Hold hold() throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            mode);
    try {
      await(channel);
      sign(channel);
      return () -> close(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void await(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isTaken(channel)) {
      if (System.nanoTime() > deadline) {
        throw new KeysBusyException(
            "%s: expected the lock of the keys within %d s, got none; process %s holds it"
                .formatted(file, limit.toSeconds(), holder(channel)));
      }
      pause();
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      // Another part of this very process holds it.
      return false;
    }
  }

  private void pause() throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(file + ": interrupted while waiting for the lock of the keys", e);
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    var _ = channel.truncate(0);
    var text = String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    var _ = channel.write(ByteBuffer.wrap(text), 0);
  }

  private static String holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(MAX_TEXT_BYTES);
    var _ = channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    return text.isBlank() ? "unknown" : text;
  }

  private static void close(FileChannel channel) {
    try {
      // Closing gives the lock up.
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
