package dev.sluice.bench.delta;

import dev.sluice.diff.CheckingPatcher;
import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.Differ;
import dev.sluice.diff.feature.Feature;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.RandomReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;

/// The differ and the patcher as a program of their own, with nothing else on its way.
///
/// `diff OLD NEW PATCH [APPLY-MIB [FEATURE…]]`, which makes no use of those features, `apply MIB
/// OLD PATCH NEW [OLD PATCH NEW]…` and `start`, which does nothing. Exits with 1 when a patch is
/// refused.
public final class DeltaTool {
  private static final long MEBIBYTE = 1L << 20;

  private DeltaTool() {}

  /// Runs one command.
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "diff" -> diff(arguments);
      case "apply" -> apply(arguments);
      case "start" -> {}
      default -> throw new IllegalArgumentException("diff, apply or start, not " + arguments[0]);
    }
  }

  private static void diff(String[] arguments) throws IOException {
    var options = DiffOptions.DEFAULT;
    if (arguments.length > 4) {
      options = options.withMaxApplyBytes(Long.parseLong(arguments[4]) * MEBIBYTE);
      var without = Arrays.stream(arguments).skip(5).map(Feature::valueOf);
      options = options.without(without.collect(Collectors.toSet()));
    }
    // A thread for each processor; the common pool has one less, and this one only waits.
    try (var parts = new ForkJoinPool();
        var arena = Arena.ofShared();
        var patch = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[3])))) {
      var made =
          Differ.diff(
              map(arguments[1], arena),
              map(arguments[2], arena),
              patch,
              options.withExecutor(parts));
      System.out.println(made);
    }
  }

  private static MemorySegment map(String file, Arena arena) throws IOException {
    try (var channel = FileChannel.open(Path.of(file))) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private static void apply(String[] arguments) throws IOException {
    long memory = Long.parseLong(arguments[1]) * MEBIBYTE;
    var limits = new PatchLimits(memory, Long.MAX_VALUE, Long.MAX_VALUE);
    for (int i = 2; i + 2 < arguments.length; i += 3) {
      apply(arguments[i], arguments[i + 1], arguments[i + 2], limits);
    }
  }

  private static void apply(String old, String patchFile, String neu, PatchLimits limits)
      throws IOException {
    try (var base = FileChannel.open(Path.of(old));
        var patch = Files.newInputStream(Path.of(patchFile));
        var target =
            FileChannel.open(
                Path.of(neu),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
      var outcome =
          CheckingPatcher.apply(
              RandomReader.of(base),
              patch,
              target,
              limits,
              _ -> scratch(neu + ".scratch"),
              task -> Thread.ofPlatform().daemon().start(task));
      if (outcome instanceof PatchOutcome.Refused(var refusal)) {
        System.err.println(refusal.message());
        System.exit(1);
      }
    }
  }

  private static FileChannel scratch(String file) throws IOException {
    return FileChannel.open(
        Path.of(file),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.DELETE_ON_CLOSE);
  }
}
