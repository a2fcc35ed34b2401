package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MemoryChannelTest {
  @Test
  void givenContent_whenRead_thenComesInPiecesAndThenTheEnd() {
    var channel = MemoryChannel.of(new byte[] {1, 2, 3});
    var piece = ByteBuffer.allocate(2);

    assertThat(channel.read(piece)).isEqualTo(2);
    assertThat(channel.read(piece.clear())).isEqualTo(1);
    assertThat(channel.read(piece.clear())).isEqualTo(-1);
  }

  @Test
  void givenFile_whenWrittenPastItsEnd_thenTheGapIsZero() {
    var channel = MemoryChannel.withRoom(1);

    var _ = channel.position(3).position();
    assertThat(channel.write(ByteBuffer.wrap(new byte[] {7}))).isEqualTo(1);

    assertThat(channel.bytes()).containsExactly(0, 0, 0, 7);
    assertThat(channel.size()).isEqualTo(4);
  }

  @Test
  void givenFile_whenTruncatedAndGrownAgain_thenNothingOldComesBack() {
    var channel = MemoryChannel.of(new byte[] {1, 2, 3});

    assertThat(channel.truncate(1).size()).isEqualTo(1);
    var _ = channel.position(2);
    var _ = channel.write(ByteBuffer.wrap(new byte[] {9}));

    assertThat(channel.bytes()).containsExactly(1, 0, 9);
  }

  @Test
  void givenContent_whenTheArrayItWasMadeOfChanges_thenTheFileDoesNot() {
    byte[] content = {1};
    var channel = MemoryChannel.of(content);

    content[0] = 2;

    assertThat(channel.bytes()).containsExactly(1);
  }
}
