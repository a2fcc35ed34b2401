package dev.sluice.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that is replaced by another keeps who may use it.
class InheritanceTest {
  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);
  private static final Digest ARTIFACT = Digest.sha256(NEW);

  @TempDir Path directory;
  private Path downloads;
  private Path installed;

  @BeforeEach
  void givenInstalledFileAndADownload() throws Exception {
    downloads = Files.createDirectory(directory.resolve("download"));
    Files.write(downloads.resolve(ARTIFACT.hex() + ".artifact"), NEW);
    installed = Files.writeString(directory.resolve("app.bin"), "old");
  }

  private void install(Path path) {
    try (var files = new Downloads(downloads, path)) {
      assertThat(files.install(new Effect.Install(1, ARTIFACT))).isEqualTo(new UpdateEvent.Done(1));
    }
  }

  private static void mode(Path file, String mode) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void givenProgramThatMayBeRun_whenReplaced_thenMayStillBeRun() throws Exception {
    mode(installed, "rwxr-xr-x");

    install(installed);

    assertThat(installed).hasBinaryContent(NEW);
    assertThat(mode(installed)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void givenFileThatItsOwnerAloneReads_whenReplaced_thenNobodyElseReadsIt() throws Exception {
    mode(installed, "r--------");

    install(installed);

    assertThat(mode(installed)).isEqualTo("r--------");
    assertThat(mode(installed.resolveSibling("app.bin.previous"))).isEqualTo("r--------");
  }

  @Test
  void givenFileOfAnotherUser_whenRootReplacesIt_thenItIsStillTheirs() throws Exception {
    assumeTrue((int) Files.getAttribute(directory, "unix:uid") == 0, "only root gives files away");
    Files.setAttribute(installed, "unix:uid", 1000);
    Files.setAttribute(installed, "unix:gid", 1001);
    Files.setAttribute(installed, "unix:mode", 04750);

    install(installed);

    assertThat(Files.readAttributes(installed, "unix:uid,gid"))
        .containsEntry("uid", 1000)
        .containsEntry("gid", 1001);
    assertThat((int) Files.getAttribute(installed, "unix:mode") & 07777).isEqualTo(04750);
  }

  @Test
  void givenFileWithExtendedAttributes_whenReplaced_thenTheyAreKept() throws Exception {
    assumeTrue(
        Files.getFileStore(directory).supportsFileAttributeView(UserDefinedFileAttributeView.class),
        "the file system keeps none");
    attributes(installed).write("label", ByteBuffer.wrap(new byte[] {1, 2, 3}));

    install(installed);

    ByteBuffer kept = ByteBuffer.allocate(3);
    assertThat(attributes(installed).read("label", kept)).isEqualTo(3);
    assertThat(kept.array()).containsExactly(1, 2, 3);
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }

  @Test
  void givenLink_whenInstalled_thenItsTargetIsReplacedAndItStays() throws Exception {
    Path link =
        Files.createSymbolicLink(
            Files.createDirectory(directory.resolve("opt")).resolve("current"),
            Path.of("../app.bin"));

    install(link);

    assertThat(link).isSymbolicLink();
    assertThat(Files.isSymbolicLink(installed)).isFalse();
    assertThat(installed).hasBinaryContent(NEW);
    assertThat(directory.resolve("app.bin.previous")).hasContent("old");
    try (var files = new Downloads(downloads, link)) {
      assertThat(files.digest(new Effect.DigestFile(2, new LocalFile.Installed())))
          .isEqualTo(new UpdateEvent.Digested(2, ARTIFACT, NEW.length));
    }
  }

  @Test
  void givenLinkToNothing_whenInstalled_thenItsTargetIsMade() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("current"), Path.of("later.bin"));

    install(link);

    assertThat(link).isSymbolicLink();
    assertThat(directory.resolve("later.bin")).hasBinaryContent(NEW);
  }

  @Test
  void givenFlagsFileOfItsProgram_whenDerivedAnew_thenKeepsItsMode() throws Exception {
    Path released = Files.writeString(directory.resolve("flags.json"), "{\"dark\": true}");
    mode(installed, "rw-r-----");

    assertThat(new FlagsFile(released, installed).derive(Set.of(new FlagName("dark")))).isTrue();

    assertThat(mode(installed)).isEqualTo("rw-r-----");
  }
}
