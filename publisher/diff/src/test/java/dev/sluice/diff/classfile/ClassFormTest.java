package dev.sluice.diff.classfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.formats.classfile.ClassExpander;
import dev.sluice.formats.classfile.ClassFormat;
import dev.sluice.formats.classfile.ClassRebuilder;
import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassFormTest {
  private static final byte ORDER_OF_JAVAC = 0;
  private static final byte NO_OTHER = 1;
  private static final byte ORDER_OF_JAVAC_SINCE_15 = 1;
  private static final byte AS_FORETOLD = 0;
  private static final byte NO_MORE = 0;

  @ParameterizedTest
  @ValueSource(strings = {"java.base", "java.compiler", "jdk.zipfs"})
  void givenClassesOfTheJdk_whenTakenApart_thenComeOutAgain(String module) throws Exception {
    var files = ClassSamples.ofModule(module);
    int step = Math.max(1, files.size() / 400);
    for (int i = 0; i < files.size(); i += step) {
      var file = Files.readAllBytes(files.get(i));

      var contents = contents(file);

      assertThat(rebuilt(contents, i)).as(files.get(i).toString()).isEqualTo(file);
    }
  }

  @Test
  void givenModuleAndRecordsAndAnnotations_whenTakenApart_thenComeOutAgain() throws Exception {
    for (var file :
        List.of(
            Files.readAllBytes(module()),
            ClassSamples.of(Analysis.Found.class),
            ClassSamples.of(Analysis.class),
            ClassSamples.of(ClassFormTest.class),
            ClassSamples.of(Test.class),
            ClassSamples.odd())) {
      assertThat(rebuilt(contents(file), 1)).isEqualTo(file);
    }
  }

  private static java.nio.file.Path module() throws IOException {
    return ClassSamples.ofModule("java.base").stream()
        .filter(file -> file.endsWith("module-info.class"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givenAnotherOrderOfConstants_whenTakenApart_thenContentsDifferOnlyAtTheirEnd()
      throws Exception {
    var original = ClassSamples.of(IntList.class);
    var file = ClassSamples.rewritten(original);
    var renumbered = ClassSamples.renumbered(original);

    var contents = contents(file);
    var others = contents(renumbered);

    assertThat(renumbered).isNotEqualTo(file);
    // What differs is what is told of the order.
    assertThat(Arrays.mismatch(contents, others)).isGreaterThan(contents.length * 9 / 10);
  }

  @Test
  void givenOrderOfTheCompiler_whenTakenApart_thenSaysHardlyAnythingOfIt() throws Exception {
    var contents = contents(ClassSamples.of(Allowance.class));

    // The attributes' order, no other one; the constants' order, no entry otherwise, and the end.
    assertThat(contents)
        .endsWith(ORDER_OF_JAVAC, NO_OTHER, ORDER_OF_JAVAC_SINCE_15, AS_FORETOLD, NO_MORE);
  }

  @Test
  void givenBytesBehindAClass_whenLookedAt_thenFindsWhereItEnds() throws Exception {
    var file = ClassSamples.of(ClassFormTest.class);
    var surrounded = Fixtures.surrounded(file, 11, 40_000);

    assertThat(ClassAnalysis.isMarked(surrounded, 11)).isTrue();
    assertThat(ClassAnalysis.lengthBytes(surrounded, 11, (_, _, _) -> {})).isEqualTo(file.length);
    assertThat(ClassAnalysis.isMarked(surrounded, 10)).isFalse();
    assertThat(ClassAnalysis.lengthBytes(surrounded, 10, (_, _, _) -> {})).isZero();
    assertThat(ClassAnalysis.isMarked(surrounded, surrounded.byteSize() - 3)).isFalse();
  }

  @Test
  void givenPieces_whenExpandedAsOfABase_thenMakesTheSameContents() throws Exception {
    var file = ClassSamples.of(ClassFormTest.class);
    var expander = new ClassExpander(ClassFormat.memoryBytes(file.length));
    for (int at = 0; at < file.length; at += 100) {
      expander.write(file, at, Math.min(100, file.length - at));
    }
    var contents = new Fixtures.Kept();

    expander.finish(contents);

    assertThat(contents.toByteArray()).isEqualTo(contents(file));
  }

  @Test
  void givenTooLittleMemory_whenExpandedOrRebuilt_thenRefuses() throws Exception {
    var file = ClassSamples.of(ClassFormTest.class);
    var expander = new ClassExpander(ClassFormat.memoryBytes(file.length) - 1000);

    assertThatThrownBy(() -> expander.write(file, 0, file.length))
        .isInstanceOf(MalformedPatchException.class);
    assertThatThrownBy(
            () -> {
              var _ = new ClassRebuilder(5000, (_, _, _) -> {}, ClassFormat.memoryBytes(4999));
            })
        .isInstanceOf(MalformedPatchException.class);
  }

  private static byte[] contents(byte[] file) throws Exception {
    var contents = new Fixtures.Kept();
    var analysis = ClassAnalysis.analyze(MemorySegment.ofArray(file), 0, file.length, contents);
    assertThat(analysis).isInstanceOf(Analysis.Found.class);
    return contents.toByteArray();
  }

  private static byte[] rebuilt(byte[] contents, long seed) throws Exception {
    var output = new Fixtures.Kept();
    try (var rebuilder =
        new ClassRebuilder(contents.length, output, ClassFormat.memoryBytes(contents.length))) {
      Fixtures.feed(rebuilder, contents, new Random(seed));
    }
    return output.toByteArray();
  }
}
