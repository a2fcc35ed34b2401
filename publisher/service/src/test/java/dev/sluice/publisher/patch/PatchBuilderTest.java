package dev.sluice.publisher.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.publisher.patch.BuildOutcome.Built;
import dev.sluice.publisher.patch.BuildOutcome.TooLong;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchBuilderTest {
  private static final byte[] TEXT = "a line of the text\n".repeat(500).getBytes(UTF_8);

  @TempDir Path directory;
  private PatchBuilder builder;

  @BeforeEach
  void open() throws IOException {
    builder =
        new PatchBuilder(WorkDirectory.open(directory.resolve("work")), 16 << 20, Runnable::run);
  }

  @Test
  void givenFileInPlaceOfTheFolder_whenOpened_thenNamesTheKeyAndTheFolder() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> WorkDirectory.open(file.resolve("work")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("work-directory " + file)
        .hasMessageContaining("a folder that can be written");
  }

  @Test
  void givenEmptyBase_whenMade_thenThePatchIsTheCompressedResult() throws IOException {
    BuildOutcome outcome = builder.make(order(new byte[0], TEXT, TEXT.length));

    assertThat(outcome).isInstanceOf(Built.class);
    var made = ((Built) outcome).patch();
    assertThat(made.result()).isEqualTo(Digest.sha256(TEXT));
    assertThat(made.patchBytes())
        .isLessThan(TEXT.length / 4)
        .isEqualTo(Files.size(directory.resolve("patch")));
  }

  @Test
  void givenPatchLongerThanWanted_whenMade_thenSaysHowLongItWouldBe() throws IOException {
    BuildOutcome outcome = builder.make(order(new byte[0], TEXT, 5));

    assertThat(outcome).isInstanceOf(TooLong.class);
    assertThat(((TooLong) outcome).patchBytes()).isGreaterThan(5);
  }

  private PatchOrder order(byte[] base, byte[] result, long maxPatchBytes) throws IOException {
    return new PatchOrder(
        Files.write(directory.resolve("base"), base),
        Files.write(directory.resolve("result"), result),
        directory.resolve("patch"),
        maxPatchBytes,
        64 << 20);
  }
}
