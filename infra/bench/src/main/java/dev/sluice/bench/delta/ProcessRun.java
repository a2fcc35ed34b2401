package dev.sluice.bench.delta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One run of a program, seen from outside.
///
/// @param seconds wall time
/// @param peakKib largest resident set that was seen, in KiB; sampled, so a little less than the
///     truth
/// @param exitCode 0 for success; [#TIMED_OUT] if it was ended after its time
record ProcessRun(double seconds, long peakKib, int exitCode) {
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
    while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, residentKib(process.pid()));
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
        var _ = process.destroyForcibly();
        return new ProcessRun(LIMIT_SECONDS, peak, TIMED_OUT);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new ProcessRun(seconds, peak, process.exitValue());
  }

  /// The kernel's own peak of a running process; 0 where it tells none.
  private static long residentKib(long pid) {
    try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException _) {
      return 0; // it has just ended
    }
  }
}
