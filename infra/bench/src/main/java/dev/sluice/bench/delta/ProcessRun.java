package dev.sluice.bench.delta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One run of a program, seen from outside.
///
/// @param seconds wall time
/// @param peakKib largest resident set, in KiB, pages of mapped files included
/// @param ownKib most of it that no file stands behind, in KiB; both are sampled, so a little less
///     than the truth
/// @param exitCode 0 for success; [#TIMED_OUT] if it was ended after its time
record ProcessRun(double seconds, long peakKib, long ownKib, int exitCode) {
  static final int TIMED_OUT = -1;

  private static final long SAMPLE_MILLIS = 5;
  private static final long LIMIT_SECONDS = 900;

  /// Runs a command to its end; its output is thrown away, its errors are shown.
  static ProcessRun of(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    var process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long peak = 0;
    long own = 0;
    while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, kib(process.pid(), "VmHWM:"));
      own = Math.max(own, kib(process.pid(), "RssAnon:"));
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
        var _ = process.destroyForcibly();
        return new ProcessRun(LIMIT_SECONDS, peak, own, TIMED_OUT);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ProcessRun(seconds, peak, own, process.exitValue());
  }

  /// What the kernel says of a running process; 0 where it says nothing.
  private static long kib(long pid, String field) {
    try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException _) {
      return 0; // it has just ended
    }
  }
}
