package dev.sluice.agent.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes files that a power cut leaves either old or new, never half.
public final class Durable {
  private Durable() {}

  /// Replaces a file: temporary file beside it, forced, renamed, directory forced.
  public static void write(Path file, byte[] content) throws IOException {
    rename(written(file, content), file);
  }

  /// Replaces a file that others use, the one that links lead to: it keeps owner, mode and
  /// attributes.
  public static void replace(Path path, byte[] content) throws IOException {
    Path file = Inheritance.target(path);
    Path temporary = written(file, content);
    try {
      Inheritance.take(file, temporary);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    rename(temporary, file);
  }

  private static Path written(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeAll(channel, ByteBuffer.wrap(content));
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    return temporary;
  }

  /// Renames atomically within a file system and makes the rename durable.
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(to);
  }

  /// Makes the content of a file durable, also of one that nobody may write.
  public static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Makes the entry of a file in its directory durable.
  static void forceDirectory(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static void writeAll(FileChannel channel, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }
}
