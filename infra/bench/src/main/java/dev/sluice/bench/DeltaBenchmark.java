package dev.sluice.bench;

import dev.sluice.diff.CheckingPatcher;
import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.DiffResult;
import dev.sluice.diff.Differ;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.RandomReader;
import dev.sluice.testkit.MemoryChannel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Making and applying a patch between two releases of a jar.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class DeltaBenchmark {
  /// Contents of the jar before compression.
  @Param({"1", "8"})
  public int mebibytes;

  private JarPair pair = new JarPair(MemorySegment.NULL, MemorySegment.NULL);
  private byte[] patch = new byte[0];

  /// Generates the pair and one patch.
  @Setup
  public void setUp() throws IOException {
    pair = JarPair.ofMebibytes(mebibytes);
    var bytes = new ByteArrayOutputStream();
    var result = diffInto(bytes);
    patch = bytes.toByteArray();
    System.out.printf(
        "jar of %,d bytes, patch of %,d bytes%n", pair.newer().byteSize(), result.patchBytes());
  }

  /// The differ alone; the patch is thrown away.
  @Benchmark
  public DiffResult diff() throws IOException {
    return diffInto(OutputStream.nullOutputStream());
  }

  private DiffResult diffInto(OutputStream output) throws IOException {
    return Differ.diff(pair.older(), pair.newer(), output, DiffOptions.DEFAULT);
  }

  /// The patcher with its checks of base and result; the result is thrown away.
  @Benchmark
  public PatchOutcome apply() throws IOException {
    var outcome =
        CheckingPatcher.apply(
            RandomReader.of(pair.older()),
            new ByteArrayInputStream(patch),
            Channels.newChannel(OutputStream.nullOutputStream()),
            PatchLimits.DEFAULT,
            MemoryChannel::withRoom,
            Runnable::run);
    if (outcome instanceof PatchOutcome.Refused(var refusal)) {
      throw new IllegalStateException("the patch must apply: " + refusal);
    }
    return outcome;
  }
}
