package dev.sluice.diff.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.formats.classfile.ClassForm;
import dev.sluice.formats.classfile.ClassFormat;
import dev.sluice.formats.classfile.ClassRebuilder;
import dev.sluice.formats.classfile.form.Assembler;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HostileClassTest {
  private static final int ROUNDS = 4000;

  private static final List<byte[]> FILES =
      List.of(
          ClassSamples.odd(),
          ClassSamples.of(HostileClassTest.class),
          ClassSamples.of(Assembler.class),
          ClassSamples.of(Analysis.Found.class));

  @Test
  void givenDamagedClass_whenAnalyzed_thenComesOutExactlyOrIsLeftAlone() throws Exception {
    int found = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var file = damaged(random, FILES.get(seed % FILES.size()));
      var contents = new Fixtures.Kept();

      var analysis = ClassAnalysis.analyze(MemorySegment.ofArray(file), 0, file.length, contents);

      if (analysis instanceof Analysis.Found) {
        var output = new Fixtures.Kept();
        ClassForm.assemble(contents.toByteArray(), contents.size(), output);
        assertThat(output.toByteArray()).as("seed %d", seed).isEqualTo(file);
        found++;
      }
    }
    assertThat(found).isBetween(ROUNDS / 20, ROUNDS);
  }

  @Test
  void givenDamagedContents_whenRebuilt_thenMakesSomethingOrRefuses() throws Exception {
    var contents = FILES.stream().map(HostileClassTest::contents).toList();
    int refused = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var bytes = damaged(random, contents.get(seed % contents.size()));
      refused += isRefused(bytes, seed) ? 1 : 0;
    }
    assertThat(refused).isBetween(ROUNDS / 20, ROUNDS);
  }

  @Test
  void givenRandomContents_whenRebuilt_thenMakesSomethingOrRefuses() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var bytes = new byte[random.nextInt(400)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(3));
      }
      var _ = isRefused(bytes, seed);
    }
  }

  private static boolean isRefused(byte[] contents, long seed) throws IOException {
    try (var rebuilder =
        new ClassRebuilder(
            contents.length, (_, _, _) -> {}, ClassFormat.memoryBytes(contents.length))) {
      Fixtures.feed(rebuilder, contents, new Random(seed));
      return false;
    } catch (MalformedPatchException _) {
      return true;
    }
  }

  private static byte[] contents(byte[] file) {
    try {
      var form = ClassForm.disassemble(file, file.length);
      return java.util.Arrays.copyOf(form.array(), form.length());
    } catch (MalformedPatchException e) {
      throw new IllegalStateException("a class of ours", e);
    }
  }

  /// A few bytes changed, or cut out, or doubled.
  private static byte[] damaged(RandomGenerator random, byte[] bytes) {
    var damaged = bytes.clone();
    int kind = random.nextInt(8);
    int at = random.nextInt(damaged.length);
    int length = Math.min(random.nextInt(1, 20), damaged.length - at);
    if (kind == 0) {
      return java.util.Arrays.copyOf(damaged, at);
    }
    if (kind == 1) {
      int to = random.nextInt(damaged.length - length + 1);
      System.arraycopy(bytes, at, damaged, to, length);
      return damaged;
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      damaged[random.nextInt(damaged.length)] =
          (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(4));
    }
    return damaged;
  }
}
