package dev.sluice.diff.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.executable.AddressMap;
import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.executable.Layout;
import dev.sluice.formats.executable.Predictor;
import dev.sluice.formats.samples.SyntheticElf;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {
  private static final int FUNCTIONS = 120;

  /// New as it was predicted where it is copied, and the marks.
  private record Prediction(ByteBuffer bytes, ByteBuffer marks) {}

  private static SyntheticElf executable(boolean isArm, int... inserted) {
    var functions = new ArrayList<SyntheticElf.Function>();
    for (int i = 0; i < FUNCTIONS; i++) {
      functions.add(new SyntheticElf.Function("f" + i, "f" + (i * 37 + 11) % FUNCTIONS));
    }
    for (int index : inserted) {
      functions.add(index, new SyntheticElf.Function("added" + index, "f3"));
    }
    return new SyntheticElf(isArm, functions);
  }

  private static Prediction predict(SyntheticElf old, SyntheticElf neu, RandomGenerator cuts)
      throws IOException {
    var predictor = predictor(old, neu);
    var bytes = neu.bytes().clone();
    var marks = new byte[bytes.length];
    for (var copy : SyntheticElf.copies(old, neu)) {
      predictor.startCopy(copy.from(), copy.to(), copy.length());
      int done = 0;
      while (done < copy.length()) {
        int to = copy.to() + done;
        int most = Math.min(copy.length() - done, predictor.maxPiece(to));
        int count = cuts.nextInt(most) + 1;
        System.arraycopy(old.bytes(), copy.from() + done, bytes, to, count);
        predictor.predict(bytes, marks, to, count);
        predictor.learn(neu.bytes(), to, count);
        done += count;
      }
    }
    return new Prediction(ByteBuffer.wrap(bytes), ByteBuffer.wrap(marks));
  }

  private static Predictor predictor(SyntheticElf old, SyntheticElf neu) throws IOException {
    var model = old.model();
    var layout = Layout.parse(model, LayoutWriter.write(model, neu.model()));
    var map = AddressMap.Builder.following(model, new byte[0]);
    for (var copy : SyntheticElf.copies(old, neu)) {
      map.add(copy.from(), copy.to(), copy.length());
    }
    return new Predictor(model, layout, map.build());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenFunctionsThatMoved_whenPredicted_thenNothingIsLeftToCorrect(boolean isArm)
      throws IOException {
    var old = executable(isArm);
    var neu = executable(isArm, 70, 20);

    var prediction = predict(old, neu, new Seeded(1));

    assertThat(prediction.bytes()).isEqualTo(ByteBuffer.wrap(neu.bytes()));
    assertThat(differences(old, neu)).isGreaterThan(FUNCTIONS);
  }

  private static int differences(SyntheticElf old, SyntheticElf neu) {
    int count = 0;
    for (var copy : SyntheticElf.copies(old, neu)) {
      for (int i = 0; i < copy.length(); i++) {
        count += old.bytes()[copy.from() + i] == neu.bytes()[copy.to() + i] ? 0 : 1;
      }
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenAnyCutIntoPieces_whenPredicted_thenSaysTheSame(boolean isArm) throws IOException {
    var old = executable(isArm);
    var neu = executable(isArm, 70, 20);
    var whole = predict(old, neu, new Seeded(1));

    Property.check(
        "cuts make no difference " + isArm,
        20,
        seed -> {
          var cut = predict(old, neu, seed);

          assertThat(cut.bytes()).isEqualTo(whole.bytes());
          assertThat(cut.marks()).isEqualTo(whole.marks());
        });
  }

  @Test
  void givenPieceBeyondItsCopy_whenPredicted_thenIsABug() throws IOException {
    var old = executable(false);
    var predictor = predictor(old, old);
    predictor.startCopy(64, 64, 10);

    assertThatThrownBy(() -> predictor.predict(new byte[11], new byte[11], 0, 11))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenDamagedExecutables_whenPredicted_thenEndsAndNeverFails() {
    Property.check(
        "damaged executables",
        300,
        seed -> {
          boolean isArm = seed.nextBoolean();
          var old = executable(isArm).damaged(seed);
          var neu = executable(isArm, 50).damaged(seed);

          var found = ExecutableModel.find(old.source(), 0, old.bytes().length);
          if (found.isPresent()
              && ExecutableModel.find(neu.source(), 0, neu.bytes().length).isPresent()) {
            assertThat(predict(old, neu, seed).marks().capacity()).isEqualTo(neu.bytes().length);
          }
        });
  }
}
