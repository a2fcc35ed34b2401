package dev.sluice.notifier.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The secret that opens the API, kept in a file that only its owner can read.
final class BearerToken {
  private static final int LENGTH_BYTES = 32;
  private static final int MIN_TEXT_LENGTH = 32;
  private static final String PREFIX = "Bearer ";

  private final byte[] header;

  private BearerToken(String token) {
    this.header = (PREFIX + token).getBytes(StandardCharsets.UTF_8);
  }

  /// Reads the token, or makes one if the file is not there.
  ///
  /// @throws IOException if the file cannot be read or written, or holds too short a token
  static BearerToken ensure(Path file) throws IOException {
    create(file);
    String token = Files.readString(file).strip();
    if (token.length() < MIN_TEXT_LENGTH) {
      throw new IOException(
          "token in %s: expected at least %d characters, got %d; delete the file to get a new one"
              .formatted(file, MIN_TEXT_LENGTH, token.length()));
    }
    return new BearerToken(token);
  }

  private static void create(Path file) throws IOException {
    byte[] secret = new byte[LENGTH_BYTES];
    new SecureRandom().nextBytes(secret);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, owner)) {
      var text = StandardCharsets.US_ASCII.encode(HexFormat.of().formatHex(secret) + "\n");
      while (text.hasRemaining()) {
        var _ = channel.write(text);
      }
    } catch (FileAlreadyExistsException _) {
      // Made by an earlier start.
    }
  }

  /// Whether an `Authorization` header opens; takes as long for any wrong one of the same length.
  boolean opens(String authorization) {
    return MessageDigest.isEqual(header, authorization.getBytes(StandardCharsets.UTF_8));
  }
}
