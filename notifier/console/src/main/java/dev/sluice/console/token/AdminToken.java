package dev.sluice.console.token;

import dev.sluice.api.token.TokenCheck;
import dev.sluice.api.token.Tokens;
import dev.sluice.console.order.EventLog;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The first token, made by the notifier's first start, so that there is one to make others with.
public final class AdminToken {
  /// The principal that it belongs to, where there is one notifier.
  public static final String PRINCIPAL = "admin";

  private static final String FILE = "admin-token";

  private AdminToken() {}

  /// Makes the token if its file is not there, for its owner to read only, and announces it if
  /// nobody knows it yet. A token that an admin revoked stays revoked.
  ///
  /// @param directory the notifier's own
  /// @param principal that it belongs to: of several notifiers each has one of its own, as their
  ///     tokens would replace each other under one name
  /// @return the file
  /// @throws IOException if the file cannot be read or written, or holds no token, or if it could
  ///     not be announced
  public static Path ensure(Path directory, String principal, Tokens tokens, EventLog log)
      throws IOException {
    Path file = directory.resolve(FILE);
    create(file, principal);
    String secret = Files.readString(file).strip();
    if (secret.isEmpty()) {
      throw new IOException(file + ": expected a token, got nothing; delete it to get a new one");
    }
    if (tokens.check(secret) instanceof TokenCheck.Unknown) {
      log.send(
          new PrincipalChanged(
              principal,
              NewToken.digest(secret),
              Set.of(Role.ADMIN),
              Set.of(),
              Optional.empty(),
              false,
              "notifier"));
    }
    return file;
  }

  private static void create(Path file, String principal) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    String secret =
        NewToken.make(principal, Set.of(Role.ADMIN), Set.of(), Optional.empty(), "notifier")
            .secret();
    // Whole under its own name or not at all: a start that is cut off leaves no empty token.
    Path part = file.resolveSibling(FILE + ".part");
    Files.deleteIfExists(part);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(part, options, owner)) {
      var text = StandardCharsets.US_ASCII.encode(secret + "\n");
      while (text.hasRemaining()) {
        var _ = channel.write(text);
      }
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
