package dev.sluice.delta.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Fuzzes all targets of this package, each in a JVM of its own, and prints what came of it.
///
/// Arguments: seconds for each target; the folder for logs and for inputs that are worth going on
/// from; how many targets run at a time; and, if not all, the simple names of those to run. Exits
/// with 1 if anything was found; its input is then in the log's folder, and goes on as a seed below
/// the test resources once it is mended.
public final class FuzzCampaign {
  private static final List<Class<?>> TARGETS =
      List.of(
          PatchFuzzTest.class,
          HostileFramesFuzzTest.class,
          ResumeFuzzTest.class,
          LayoutFuzzTest.class,
          ZipFuzzTest.class,
          GzipFuzzTest.class,
          ImageFuzzTest.class,
          DeflateFuzzTest.class,
          RecipesFuzzTest.class,
          Lz4FuzzTest.class,
          XzFuzzTest.class,
          ZstdFuzzTest.class,
          SquashfsFuzzTest.class,
          Ext4FuzzTest.class,
          ClassFuzzTest.class,
          ExecutableFuzzTest.class);

  /// An execution that takes longer is a finding.
  private static final int MAX_SECONDS = 25;

  /// Heap for the target and the fuzzer: what goes beyond its limits by far is a finding.
  private static final String MAX_HEAP = "-Xmx512m";

  private static final Pattern COUNTERS =
      Pattern.compile("#(\\d+)\\s+\\w+\\s+cov: (\\d+) ft: (\\d+)");

  private final String seconds;
  private final Path folder;

  private FuzzCampaign(String seconds, Path folder) {
    this.seconds = seconds;
    this.folder = folder;
  }

  /// See the class.
  public static void main(String[] arguments) throws Exception {
    var campaign = new FuzzCampaign(arguments[0], Path.of(arguments[1]).toAbsolutePath());
    int atATime = Integer.parseInt(arguments[2]);
    var names = List.of(arguments).subList(3, arguments.length);
    if (!campaign.run(atATime, names)) {
      System.exit(1);
    }
  }

  private boolean run(int atATime, List<String> names)
      throws InterruptedException, ExecutionException {
    boolean isSound = true;
    var report = new StringBuilder();
    try (var executor = Executors.newFixedThreadPool(atATime)) {
      var targets =
          TARGETS.stream()
              .filter(target -> names.isEmpty() || names.contains(target.getSimpleName()))
              .map(target -> (Callable<Report>) () -> fuzz(target))
              .toList();
      for (var future : executor.invokeAll(targets)) {
        var outcome = future.get();
        report.append(outcome.line()).append(System.lineSeparator());
        isSound &= outcome.isSound();
      }
    }
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(report);
    return isSound;
  }

  /// What came of one target.
  private record Report(String target, boolean isSound, long executions, String coverage) {
    String line() {
      return "fuzzed %-22s %,11d executions, %s; %s"
          .formatted(target, executions, coverage, isSound ? "nothing found" : "FOUND SOMETHING");
    }
  }

  private Report fuzz(Class<?> target) throws IOException, InterruptedException {
    var name = target.getSimpleName();
    var work = Files.createDirectories(folder.resolve(name));
    var log = folder.resolve(name + ".log");
    var process =
        new ProcessBuilder(command(target)).directory(work.toFile()).redirectErrorStream(true);
    boolean isSound = process.redirectOutput(log.toFile()).start().waitFor() == 0;
    long executions = 0;
    var coverage = "no coverage";
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      var last = lines.flatMap(FuzzCampaign::counters).reduce((_, later) -> later);
      if (last.isPresent()) {
        executions = Long.parseLong(last.get().group(1));
        coverage = "%s edges, %s features".formatted(last.get().group(2), last.get().group(3));
      }
    }
    return new Report(name, isSound && executions > 0, executions, coverage);
  }

  private static Stream<MatchResult> counters(String line) {
    return COUNTERS.matcher(line).results();
  }

  private List<String> command(Class<?> target) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        MAX_HEAP,
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.getName(),
        "-max_total_time=" + seconds,
        "-timeout=" + MAX_SECONDS,
        "-print_final_stats=1");
  }
}
