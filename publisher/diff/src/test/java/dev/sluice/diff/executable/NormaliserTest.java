package dev.sluice.diff.executable;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.samples.SyntheticElf;
import dev.sluice.testkit.Property;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class NormaliserTest {
  private static final int FUNCTIONS = 100;

  @Test
  void givenDamagedExecutables_whenNormalised_thenEndsAndNeverFails() {
    Property.check(
        "damaged executables",
        300,
        seed -> {
          var file = executable(seed.nextBoolean()).damaged(seed);
          var found = ExecutableModel.find(file.source(), 0, file.bytes().length);

          found.ifPresent(
              model ->
                  assertThatCode(
                          () ->
                              Normaliser.normalise(
                                  model,
                                  MemorySegment.ofArray(file.bytes().clone()),
                                  MemorySegment.ofArray(file.bytes().clone())))
                      .doesNotThrowAnyException());
        });
  }

  private static SyntheticElf executable(boolean isArm) {
    var functions = new ArrayList<SyntheticElf.Function>();
    for (int i = 0; i < FUNCTIONS; i++) {
      functions.add(new SyntheticElf.Function("f" + i, "f" + (i * 37 + 11) % FUNCTIONS));
    }
    return new SyntheticElf(isArm, functions);
  }
}
