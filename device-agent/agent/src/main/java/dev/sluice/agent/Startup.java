package dev.sluice.agent;

import dev.sluice.agent.disk.AgentDirectory;
import dev.sluice.agent.link.DeviceKey;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.tuf.trust.Bootstrap;
import dev.sluice.tuf.trust.TrustedMetadata;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Opens what an agent needs, and says in one line what is missing.
final class Startup {
  private static final long MAX_ANCHOR_BYTES = 512_000;

  private Startup() {}

  /// The trust anchor, checked.
  static byte[] trustAnchor(Path file) {
    byte[] bytes =
        read(file, MAX_ANCHOR_BYTES, "the stamp's root.json as the trust anchor; put it there");
    return switch (TrustedMetadata.bootstrap(bytes)) {
      case Bootstrap.Ready _ -> bytes;
      case Bootstrap.Refused(var refusal) ->
          throw new CannotStartException(
              file + ": expected the stamp's root.json as the trust anchor: " + refusal.message());
    };
  }

  /// The device's key, made on first use.
  static DeviceKey deviceKey(Path file) {
    try {
      return DeviceKey.createOrLoad(file);
    } catch (IOException e) {
      throw new CannotStartException("device key: " + describe(file, e));
    }
  }

  /// The agent's directory, locked.
  static AgentDirectory directory(AgentConfig config) {
    try {
      return AgentDirectory.open(config.dataDirectory(), config.stamp());
    } catch (IOException e) {
      throw new CannotStartException(
          "data-directory %s: expected one that this agent alone can write: %s"
              .formatted(config.dataDirectory(), describe(config.dataDirectory(), e)));
    }
  }

  private static byte[] read(Path file, long maxLengthBytes, String expected) {
    try {
      if (Files.size(file) > maxLengthBytes) {
        throw new CannotStartException(
            "%s: expected %s in at most %d bytes, got %d"
                .formatted(file, expected, maxLengthBytes, Files.size(file)));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CannotStartException(
          "%s: expected %s: %s".formatted(file, expected, describe(file, e)));
    }
  }

  /// The exceptions of the file system carry no more than a path.
  private static String describe(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no " + file;
      case AccessDeniedException _ -> "access to " + file + " is denied";
      case FileAlreadyExistsException other -> other.getFile() + " is there and is no directory";
      default -> String.valueOf(e.getMessage());
    };
  }
}
