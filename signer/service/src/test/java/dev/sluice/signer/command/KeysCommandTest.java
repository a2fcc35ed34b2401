package dev.sluice.signer.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.remote.Commands;
import dev.sluice.release.ProductName;
import dev.sluice.repository.change.Changes;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.signer.SignerYaml;
import dev.sluice.signer.commit.RepositoryWriter;
import dev.sluice.signer.commit.SigningWatch;
import dev.sluice.signer.keys.KeyDirectory;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.S3ObjectStore;
import dev.sluice.store.server.InProcessS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sluice keys` over a real store and real key files, as a person types it.
class KeysCommandTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private InProcessS3 s3;
  private Path config;

  @BeforeEach
  void startStore() throws Exception {
    s3 = InProcessS3.start(folder.resolve("s3").toAbsolutePath());
    config = SignerYaml.write(folder, "127.0.0.1:1", s3.config(), "");
  }

  @AfterEach
  void stopStore() throws Exception {
    s3.close();
  }

  @Test
  void givenRepository_whenStatusIsAsked_thenEveryRoleIsShown() throws IOException {
    found(InstantSource.system());

    int exit = keys("status");

    assertThat(exit).isEqualTo(ExitCode.DONE);
    assertThat(text(out).lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactly(
            "ROLE",
            "root",
            "targets",
            "snapshot",
            "timestamp",
            "deltas.app",
            "product.app",
            "rings.app");
    assertThat(text(out)).contains("2 of 2");
  }

  @Test
  void givenKeyThatIsElsewhere_whenStatusIsAskedAsJson_thenSaysWhoCanSignHere() throws IOException {
    found(InstantSource.system());
    Files.delete(folder.resolve("keys/root.pem"));

    int exit = keys("status", "--output", "json");

    assertThat(exit).isEqualTo(ExitCode.DONE);
    JsonNode root = new ObjectMapper().readTree(text(out)).get(0);
    assertThat(root.get("role").asText()).isEqualTo("root");
    assertThat(root.get("signsHere").asBoolean()).isFalse();
    assertThat(root.get("keys").get(0).get("here").asBoolean()).isFalse();
    assertThat(root.get("daysLeft").asLong()).isEqualTo(364);
  }

  @Test
  void givenExpiredRoles_whenAllAreRenewed_thenStatusIsFineAgain() throws IOException {
    var years = Duration.ofDays(800);
    found(() -> Instant.now().minus(years));
    assertThat(keys("status")).isEqualTo(ExitCode.FAILED);
    assertThat(text(out)).contains("expired");

    assertThat(keys("renew", "--all")).isEqualTo(ExitCode.DONE);

    assertThat(keys("status")).isEqualTo(ExitCode.DONE);
    assertThat(open().repository().root().version()).isEqualTo(2);
  }

  @Test
  void givenRole_whenRenewedByName_thenOnlyItAndWhatCoversItAreSigned() throws IOException {
    found(InstantSource.system());

    int exit = keys("renew", "targets");

    assertThat(exit).isEqualTo(ExitCode.DONE);
    var after = open().repository();
    assertThat(after.root().version()).isEqualTo(1);
    assertThat(after.targets().version()).isEqualTo(3);
    assertThat(after.snapshot().find("rings.app").orElseThrow().version()).isEqualTo(1);
    assertThat(text(out).lines()).hasSize(2);
  }

  @Test
  void givenRole_whenRotated_thenTheOldKeyIsPutAwayOrDeleted() throws IOException {
    found(InstantSource.system());
    String before = Files.readString(folder.resolve("keys/timestamp.pem"));

    assertThat(keys("rotate", "timestamp")).isEqualTo(ExitCode.DONE);
    assertThat(keys("rotate", "product.app", "--delete-old")).isEqualTo(ExitCode.DONE);

    assertThat(Files.readString(folder.resolve("keys/timestamp.pem"))).isNotEqualTo(before);
    try (Stream<Path> old = Files.list(folder.resolve("keys/old"))) {
      assertThat(old).hasSize(1);
    }
    assertThat(open().repository().root().version()).isEqualTo(2);
    assertThat(keys("status")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void givenMistakes_whenTyped_thenOneLineSaysWhatToDo() throws IOException {
    assertThat(keys("status")).isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("keys-directory: expected the signer's keys, got no folder");
    Files.createDirectories(folder.resolve("keys"));
    Files.setPosixFilePermissions(
        folder.resolve("keys"), PosixFilePermissions.fromString("rwx------"));
    assertThat(keys("status")).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("expected a repository, got none; start the signer first");
    found(InstantSource.system());
    assertThat(keys("rotate", "nobody")).isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("role nobody: expected one of [deltas.app, product.app");
    assertThat(keys("renew")).isEqualTo(ExitCode.USAGE);
    assertThat(keys("renew", "root", "--all")).isEqualTo(ExitCode.USAGE);
    Files.delete(folder.resolve("keys/root.pem"));
    assertThat(keys("rotate", "root")).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("role root: expected one of its 1 keys on this machine");
  }

  @Test
  void givenStoreThatRefusesOrIsAway_whenAsked_thenTheExitCodeTells() throws Exception {
    found(InstantSource.system());
    config = SignerYaml.write(folder, "127.0.0.1:1", s3.wrongSecret(), "");
    assertThat(keys("status")).isEqualTo(ExitCode.NOT_ALLOWED);
    config = SignerYaml.write(folder, "127.0.0.1:1", s3.config(), "");
    s3.close();

    assertThat(keys("status")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(text(err).strip().lines()).hasSize(1);
  }

  @Test
  void givenCommandsOfAllComponents_whenLoaded_thenKeysAreAmongThem() {
    assertThat(ServiceLoader.load(Commands.class).stream().map(ServiceLoader.Provider::get))
        .flatExtracting(Commands::entries)
        .extracting(Commands.Entry::name)
        .contains("keys");
  }

  private int keys(String... words) {
    out.reset();
    err.reset();
    String[] args =
        Stream.concat(Stream.of(words), Stream.of("--config", config.toString()))
            .toArray(String[]::new);
    return KeysCommand.line(new PrintStream(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .execute(args);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  /// A repository with one product, signed at the clock's time.
  private void found(InstantSource clock) throws IOException {
    var changes = new Changes();
    changes.addProduct(new ProductName("app"));
    try (var bucket = S3Bucket.open(s3.config())) {
      var store = new S3ObjectStore(bucket);
      var writer =
          RepositoryWriter.openOrFound(
              store, keyFiles(), Lifetimes.DEFAULT, clock, SigningWatch.NONE);
      var _ = writer.commit(_ -> new Upkeep(changes));
    }
  }

  private RepositoryWriter open() throws IOException {
    try (var bucket = S3Bucket.open(s3.config())) {
      return RepositoryWriter.openExisting(
          new S3ObjectStore(bucket),
          keyFiles(),
          Lifetimes.DEFAULT,
          InstantSource.system(),
          SigningWatch.NONE);
    }
  }

  private KeyDirectory keyFiles() throws IOException {
    return KeyDirectory.open(folder.resolve("keys"), new SecureRandom());
  }
}
