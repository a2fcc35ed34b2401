package dev.sluice.patch.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.stream.ByteSource;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.view.Pieces;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyPredictorTest {
  private static final int OLD_BYTES = 4096;
  private static final Recipe NOTHING = new Recipe(new byte[0]);

  private static CopyPredictor copying(long oldFileBytes) {
    var old = Pieces.of(oldFileBytes, List.of(new Pieces.Run(0, 0, OLD_BYTES)));
    var pair = new ExecutablePair(old, Pieces.of(0, OLD_BYTES), NOTHING, NOTHING);
    var base = ByteSource.of(MemorySegment.ofArray(new byte[OLD_BYTES]));
    var predictor =
        new CopyPredictor(
            base, OLD_BYTES, List.of(pair), visitor -> visitor.accept(0, 0, OLD_BYTES));
    predictor.startCopy(0, 0, OLD_BYTES);
    return predictor;
  }

  @Test
  void givenExecutableOfTheBase_whenCopied_thenIsLookedAt() throws Exception {
    assertThat(copying(OLD_BYTES).maxPiece(100)).isEqualTo(100);
  }

  @Test
  void givenExecutableWithAHoleBeyondTheBase_whenCopied_thenIsRefusedUnread() {
    var predictor = copying(1L << 40);

    assertThatThrownBy(() -> predictor.maxPiece(100))
        .isInstanceOf(MalformedPatchException.class)
        .hasMessageContaining("executables within the base");
  }
}
