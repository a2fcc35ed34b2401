package dev.sluice.edge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final ObjectPath PATH = ObjectPath.of("patches/" + "ab".repeat(32)).orElseThrow();
  private static final long LIMIT = 1 << 20;
  private static final long SEED = 7;

  @TempDir Path directory;

  @Test
  void givenFilledSlices_whenOpenedAgain_thenTheyAreStillThere() throws IOException {
    try (var store = SliceStore.open(directory, LIMIT)) {
      fill(store, 0, 100, (byte) 1);
      fill(store, 2, 100, (byte) 3);
    }

    try (var store = SliceStore.open(directory, LIMIT)) {
      var slice = store.find(new SliceKey(PATH, 2)).orElseThrow();
      assertThat(slice.read()).hasSize(100).containsOnly(3);
      assertThat(slice.objectLengthBytes()).isEqualTo(1000);
      assertThat(slice.contentType()).isEqualTo("text/x");
      assertThat(slice.bornAt()).isEqualTo(NOW);
      assertThat(slice.isIntact()).isTrue();
      assertThat(store.find(new SliceKey(PATH, 1))).isEmpty();
    }
  }

  @Test
  void givenPartialCutAndForeignFiles_whenOpened_thenTheyAreRemoved() throws IOException {
    Path kept;
    Path cut;
    try (var store = SliceStore.open(directory, LIMIT)) {
      kept = fill(store, 0, 100, (byte) 1).findFile().orElseThrow();
      cut = fill(store, 1, 100, (byte) 2).findFile().orElseThrow();
    }
    var bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 5));
    var foreign = Files.writeString(cut.resolveSibling("foreign"), "not a slice, but long enough");
    var renamed = Files.copy(kept, kept.resolveSibling("other.slice"));
    var partial = Files.writeString(directory.resolve("partial").resolve("9"), "half");

    try (var store = SliceStore.open(directory, LIMIT)) {
      assertThat(store.size()).isEqualTo(1);
      assertThat(kept).exists();
      assertThat(cut).doesNotExist();
      assertThat(foreign).doesNotExist();
      assertThat(renamed).doesNotExist();
      assertThat(partial).doesNotExist();
    }
  }

  @Test
  void givenFillThatFails_whenClosed_thenNothingIsLeftBehind() throws IOException {
    try (var store = SliceStore.open(directory, LIMIT)) {
      try (var writer = store.begin(new SliceKey(PATH, 0))) {
        writer.begin(new ObjectFacts(1000, 100, "text/x", Duration.ZERO));
        writer.write(new byte[50], 0, 50);
      }

      assertThat(store.find(new SliceKey(PATH, 0))).isEmpty();
      try (var files = Files.list(directory.resolve("partial"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void givenSecondAttempt_whenCommitted_thenOnlyItsBytesCount() throws IOException {
    try (var store = SliceStore.open(directory, LIMIT);
        var writer = store.begin(new SliceKey(PATH, 0))) {
      writer.begin(new ObjectFacts(100, 100, "text/x", Duration.ZERO));
      writer.write(new byte[70], 0, 70);
      writer.begin(new ObjectFacts(40, 40, "text/x", Duration.ZERO));
      writer.write(new byte[40], 0, 40);

      var slice = writer.commit(writer.checksum(), NOW);

      assertThat(slice.read()).hasSize(40);
      assertThat(slice.isIntact()).isTrue();
    }
  }

  @Test
  void givenFlippedByte_whenChecked_thenIsNotIntactAndCanBeDroppedOnce() throws IOException {
    try (var store = SliceStore.open(directory, LIMIT)) {
      var slice = fill(store, 0, 100, (byte) 1);
      var bytes = Files.readAllBytes(slice.findFile().orElseThrow());
      bytes[50] ^= 0x40;
      Files.write(slice.findFile().orElseThrow(), bytes);

      assertThat(slice.isIntact()).isFalse();
      assertThat(store.drop(slice)).isTrue();
      assertThat(store.find(new SliceKey(PATH, 0))).isEmpty();

      var replacement = fill(store, 0, 100, (byte) 1);
      assertThat(store.drop(slice)).isFalse();
      assertThat(store.find(new SliceKey(PATH, 0))).contains(replacement);
    }
  }

  @Test
  void givenManyFills_whenTheLimitIsReached_thenTheOldestLeaveTheDisk() throws IOException {
    var random = new SplittableRandom(SEED);
    try (var store = SliceStore.open(directory, 4000)) {
      for (var i = 0; i < 100; i++) {
        fill(store, i, random.nextInt(1, 1000), (byte) i);

        assertThat(store.usedBytes()).as("seed %d", SEED).isLessThanOrEqualTo(4000);
        assertThat(bytesOnDisk()).as("seed %d", SEED).isEqualTo(store.usedBytes());
      }
      assertThat(store.find(new SliceKey(PATH, 0))).isEmpty();
      assertThat(store.find(new SliceKey(PATH, 99))).isPresent();
    }
  }

  @Test
  void givenSliceOfALongerEdition_whenEntered_thenSlicesOfTheOldOneLeave() {
    try (var store = SliceStore.open(directory, LIMIT)) {
      fill(store, 0, 100, (byte) 1);
      try (var writer = store.begin(new SliceKey(PATH, 1))) {
        writer.begin(new ObjectFacts(2000, 100, "text/x", Duration.ZERO));
        writer.write(new byte[100], 0, 100);
        writer.commit(writer.checksum(), NOW);
      }

      assertThat(store.find(new SliceKey(PATH, 0))).isEmpty();
      assertThat(store.findAny(PATH).orElseThrow().objectLengthBytes()).isEqualTo(2000);
    }
  }

  @Test
  void givenPartitionThatOthersFill_whenSlicesAreWritten_thenTheOldestLeaveForThem()
      throws IOException {
    var partition = new SmallPartition(directory, 2_000);
    try (var store = SliceStore.open(directory, LIMIT, partition, new SpareMemory(LIMIT))) {
      for (var i = 0; i < 100; i++) {
        fill(store, i, 300, (byte) i);

        assertThat(partition.usedBytes()).isLessThanOrEqualTo(2_000);
        var slice = store.find(new SliceKey(PATH, i)).orElseThrow();
        assertThat(slice.findFile()).isPresent();
        assertThat(slice.isIntact()).isTrue();
      }
      assertThat(store.find(new SliceKey(PATH, 0))).isEmpty();
      assertThat(store.find(new SliceKey(PATH, 98))).isPresent();
      assertThat(store.problem()).isEmpty();
    }
  }

  @Test
  void givenPartitionWithoutAnyRoom_whenSlicesAreWritten_thenAFewPassThroughMemory()
      throws IOException {
    var memory = new SpareMemory(1_000);
    var partition = new SmallPartition(directory, 0);
    try (var store = SliceStore.open(directory, LIMIT, partition, memory)) {
      for (var i = 0; i < 100; i++) {
        fill(store, i, 300, (byte) i);

        var slice = store.find(new SliceKey(PATH, i)).orElseThrow();
        assertThat(slice.read()).hasSize(300).containsOnly(i);
        assertThat(slice.isIntact()).isTrue();
        assertThat(slice.findFile()).isEmpty();
      }
      assertThat(store.usedBytes()).isZero();
      assertThat(store.problem()).get().asString().contains("No space left");

      partition.setCapacity(10_000);
      fill(store, 99, 300, (byte) 7);

      assertThat(store.find(new SliceKey(PATH, 99)).orElseThrow().findFile()).isPresent();
      assertThat(store.problem()).isEmpty();
    }
  }

  @Test
  void givenReaderOfASliceInMemory_whenOthersFollow_thenItReadsOnAndItsRoomIsGivenBackAfterwards()
      throws IOException {
    var memory = new SpareMemory(400);
    var partition = new SmallPartition(directory, 0);
    try (var store = SliceStore.open(directory, LIMIT, partition, memory)) {
      try (var reader = fill(store, 0, 300, (byte) 5).open()) {
        assertThatThrownBy(() -> fill(store, 1, 300, (byte) 6))
            .isInstanceOf(StoreFailedException.class);

        var bytes = ByteBuffer.allocate(300);
        assertThat(reader.read(bytes, 0)).isEqualTo(300);
        assertThat(bytes.array()).containsOnly(5);
      }
      var slice = fill(store, 1, 300, (byte) 6);
      assertThat(slice.read()).containsOnly(6);
      assertThat(store.drop(slice)).isTrue();
      assertThatThrownBy(slice::open).isInstanceOf(NoSuchFileException.class);
      assertThat(memory.take(400)).isPresent();
    }
  }

  @Test
  void givenDirectoryInUse_whenOpened_thenSaysSo() {
    try (var _ = SliceStore.open(directory, LIMIT)) {
      assertThatThrownBy(() -> SliceStore.open(directory, LIMIT))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("must belong to one node");
    }
  }

  @Test
  void givenFileInPlaceOfTheDirectory_whenOpened_thenSaysSo() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "x");

    assertThatThrownBy(() -> SliceStore.open(file, LIMIT))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("must be writable");
  }

  private static StoredSlice fill(SliceStore store, long index, int lengthBytes, byte value) {
    var bytes = new byte[lengthBytes];
    Arrays.fill(bytes, value);
    try (var writer = store.begin(new SliceKey(PATH, index))) {
      writer.begin(new ObjectFacts(1000, lengthBytes, "text/x", Duration.ZERO));
      writer.write(bytes, 0, bytes.length);
      return writer.commit(writer.checksum(), NOW);
    }
  }

  private long bytesOnDisk() throws IOException {
    try (var files = Files.walk(directory.resolve("slices"))) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }
}
