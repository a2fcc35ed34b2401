package dev.sluice.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Passwords and keys of a data directory: one file each, readable by the owner only.
final class Secrets {
  private static final int SECRET_BYTES = 32;

  private Secrets() {}

  /// The secret of that name, 64 hex digits, made on first use.
  static String of(Path root, String name) throws IOException {
    Path directory = root.resolve("secrets");
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      make(directory, file);
    }
    return Files.readString(file).strip();
  }

  private static void make(Path directory, Path file) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, HexFormat.of().formatHex(secret));
    Files.move(unfinished, file);
  }
}
