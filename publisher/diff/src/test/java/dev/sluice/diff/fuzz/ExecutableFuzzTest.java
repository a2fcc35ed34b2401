package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.Patches;
import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Executables: whatever their tables say, a patch between two of them makes the new one.
class ExecutableFuzzTest {
  private static final byte[] OTHER = Inputs.elf(13);

  static Stream<byte[]> executables() {
    return Stream.of(Inputs.elf(10), Inputs.elf(11));
  }

  @MethodSource("executables")
  @FuzzTest
  void givenAnyExecutable_whenComparedAndPatched_thenEitherMakesTheOther(byte[] executable)
      throws IOException {
    var source = ByteSource.of(MemorySegment.ofArray(executable));
    if (ExecutableModel.find(source, 0, executable.length).isEmpty()) {
      return;
    }

    assertMade(executable, OTHER);
    assertMade(OTHER, executable);
  }

  private static void assertMade(byte[] old, byte[] neu) throws IOException {
    assertThat(Patches.apply(old, Patches.diff(old, neu)).written()).isEqualTo(neu);
  }
}
