package dev.sluice.signer.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys in files, one each, readable by their owner only. For development and small installations.
///
/// A product role has two keys, `product.<name>.build.pem` and `product.<name>.approver.pem`, both
/// of which must sign; every other role has one, `<role>.pem`.
public final class KeyDirectory implements KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);
  private static final Set<PosixFilePermission> FILE_MODE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY_MODE =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;
  private final SecureRandom random;

  private KeyDirectory(Path directory, SecureRandom random) {
    this.directory = directory;
    this.random = random;
  }

  /// Opens a directory of keys, made with mode 0700 if it is not there.
  ///
  /// @throws IOException if it cannot be made, or if other users can read it
  public static KeyDirectory open(Path directory, SecureRandom random) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, attribute(DIRECTORY_MODE));
    }
    requirePrivate(directory, DIRECTORY_MODE, "0700");
    return new KeyDirectory(directory, random);
  }

  @Override
  public List<SigningKey> find(String role) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    for (Path file : filesOf(role)) {
      if (Files.exists(file)) {
        keys.add(read(file));
      }
    }
    return List.copyOf(keys);
  }

  @Override
  public List<SigningKey> create(String role) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    for (Path file : filesOf(role)) {
      var key = SigningKey.generate(random);
      write(file, key);
      LOG.warn("made a signing key for development role={} file={}", role, file);
      keys.add(key);
    }
    return List.copyOf(keys);
  }

  private List<Path> filesOf(String role) {
    return role.startsWith("product.")
        ? List.of(directory.resolve(role + ".build.pem"), directory.resolve(role + ".approver.pem"))
        : List.of(directory.resolve(role + ".pem"));
  }

  private static SigningKey read(Path file) throws IOException {
    requirePrivate(file, FILE_MODE, "0600");
    try {
      return SigningKey.ofPem(Files.readString(file));
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /// The key is on the disk before anything is signed with it: a signature by a key that a power
  /// cut takes away could never be renewed.
  private void write(Path file, SigningKey key) throws IOException {
    Path fresh = Files.createTempFile(directory, "new-", ".pem", attribute(FILE_MODE));
    try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(key.toPem().getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        var _ = channel.write(bytes);
      }
      channel.force(true);
    }
    var _ = Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    try (var channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }

  private static void requirePrivate(Path path, Set<PosixFilePermission> mode, String octal)
      throws IOException {
    Set<PosixFilePermission> tooMany = EnumSet.copyOf(Files.getPosixFilePermissions(path));
    tooMany.removeAll(mode);
    if (!tooMany.isEmpty()) {
      throw new IOException(
          "%s: expected mode %s, because it holds signing keys, got %s; run chmod %s on it"
              .formatted(
                  path,
                  octal,
                  PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                  octal));
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> attribute(Set<PosixFilePermission> mode) {
    return PosixFilePermissions.asFileAttribute(mode);
  }
}
