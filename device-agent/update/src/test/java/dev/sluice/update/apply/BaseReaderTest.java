package dev.sluice.update.apply;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.patch.RandomReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BaseReaderTest {
  @Test
  void givenBaseThatBecameShorter_whenReadBehindItsEnd_thenSaysWhatWasExpected() {
    var reader = new BaseReader(reader(-1));

    assertThatThrownBy(() -> reader.read(700, ByteBuffer.allocate(1)))
        .isInstanceOf(BaseReader.Failed.class)
        .hasMessage("the base must have 1000 bytes, ends before byte 700");
  }

  @Test
  void givenBaseThatCannotBeRead_whenRead_thenIsTheBaseThatFailed() {
    var reader = new BaseReader(failing());

    assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(1)))
        .isInstanceOf(BaseReader.Failed.class);
  }

  private static RandomReader reader(int answer) {
    return new RandomReader() {
      @Override
      public long lengthBytes() {
        return 1000;
      }

      @Override
      public int read(long position, ByteBuffer target) {
        return answer;
      }
    };
  }

  private static RandomReader failing() {
    return new RandomReader() {
      @Override
      public long lengthBytes() {
        return 1000;
      }

      @Override
      public int read(long position, ByteBuffer target) throws IOException {
        throw new IOException("gone");
      }
    };
  }
}
