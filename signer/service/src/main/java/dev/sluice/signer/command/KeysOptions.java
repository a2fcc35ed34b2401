package dev.sluice.signer.command;

import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.exit.RefusedException;
import dev.sluice.program.exit.UsageException;
import dev.sluice.signer.SignerConfig;
import dev.sluice.signer.clock.ClockCheck;
import dev.sluice.signer.clock.ClockException;
import dev.sluice.signer.clock.StoreTime;
import dev.sluice.signer.commit.RepositoryWriter;
import dev.sluice.signer.commit.SigningWatch;
import dev.sluice.signer.keys.KeyDirectory;
import dev.sluice.signer.keys.KeysBusyException;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.S3ObjectStore;
import dev.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Picocli mixin: which signer is meant, and its keys and repository.
final class KeysOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the signer's configuration, as it runs with")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets a key, as keys-directory=/keys; wins over file and environment")
  private final Map<String, String> set = new HashMap<>();

  /// Opens keys and repository for one command.
  ///
  /// @throws ProgramException if it cannot be done, in one line
  <T> T with(Work<T> work) {
    var config =
        Configuration.of("signer", SignerConfig.class)
            .load(new Sources(Optional.ofNullable(file), System.getenv(), set))
            .value();
    if (!Files.isDirectory(config.keysDirectory())) {
      throw new UsageException(
          "keys-directory: expected the signer's keys, got no folder "
              + config.keysDirectory()
              + "; run this on the signer's machine, with its configuration");
    }
    InstantSource clock = Clock.systemUTC();
    try (var bucket = S3Bucket.open(config.store())) {
      var keys = KeyDirectory.open(config.keysDirectory(), new SecureRandom());
      var check =
          new ClockCheck(
              clock,
              config.clockLimit(),
              config.lifetimes().toLifetimes().timestamp(),
              List.of(new StoreTime(bucket)));
      var watch =
          new SigningWatch() {
            @Override
            public void beforeSigning() throws IOException {
              check.require();
            }
          };
      var store = new S3ObjectStore(bucket);
      var lifetimes = config.lifetimes().toLifetimes();
      var writer = RepositoryWriter.openExisting(store, keys, lifetimes, clock, watch);
      return work.run(new Opened(writer, keys, clock));
    } catch (IOException e) {
      throw told(e);
    }
  }

  private static ProgramException told(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case ClockException _ -> new CannotStartException(message, e);
      case StoreUnavailableException store -> store.explain();
      case KeysBusyException _ -> new RefusedException(message, e);
      default -> new FailedException(message, e);
    };
  }

  /// A role that is there.
  ///
  /// @throws UsageException if it is not
  static String requireRole(RepositoryWriter writer, String role) {
    if (!writer.repository().documents().containsKey(role)) {
      throw new UsageException(
          "role %s: expected one of %s"
              .formatted(
                  role, writer.repository().documents().keySet().stream().sorted().toList()));
    }
    return role;
  }

  /// What a command works on.
  record Opened(RepositoryWriter writer, KeyDirectory keys, InstantSource clock) {}

  /// What a command does.
  interface Work<T> {
    T run(Opened opened) throws IOException;
  }
}
