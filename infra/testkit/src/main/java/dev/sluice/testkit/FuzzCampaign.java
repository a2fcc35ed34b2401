package dev.sluice.testkit;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Fuzzes all targets of a module, each in a JVM of its own, and prints what came of it.
///
/// A target is a test class with one method that has Jazzer's `@FuzzTest`; it is found by that
/// alone. Arguments: the folder of the module's test classes; seconds for each target; the folder
/// for logs and for inputs that are worth going on from; how many targets run at a time; and, if
/// not all, the simple names of those to run. Exits with 1 if anything was found; its input is then
/// in the log's folder, and goes on as a seed below the test resources once it is mended.
public final class FuzzCampaign {
  /// Names Jazzer's annotation as class files do, so that a module without targets needs no Jazzer.
  private static final String MARK = "Lcom/code_intelligence/jazzer/junit/FuzzTest;";

  private static final String CLASS_FILE = ".class";

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
    var names = List.of(arguments).subList(4, arguments.length);
    var targets =
        targets(Path.of(arguments[0])).stream()
            .filter(target -> names.isEmpty() || names.contains(simpleName(target)))
            .toList();
    var campaign = new FuzzCampaign(arguments[1], Path.of(arguments[2]).toAbsolutePath());
    if (!campaign.run(targets, Integer.parseInt(arguments[3]))) {
      System.exit(1);
    }
  }

  /// Full names of the targets below a folder of class files, in order.
  static List<String> targets(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      var targets = new ArrayList<String>();
      for (var file : files.filter(file -> file.toString().endsWith(CLASS_FILE)).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(MARK)) {
          var path = classes.relativize(file).toString();
          var name = path.substring(0, path.length() - CLASS_FILE.length());
          targets.add(name.replace(File.separatorChar, '.'));
        }
      }
      Collections.sort(targets);
      return List.copyOf(targets);
    }
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private boolean run(List<String> targets, int atATime)
      throws InterruptedException, ExecutionException {
    boolean isSound = true;
    var report = new StringBuilder();
    try (var executor = Executors.newFixedThreadPool(atATime)) {
      var tasks = targets.stream().map(target -> (Callable<Report>) () -> fuzz(target)).toList();
      for (var future : executor.invokeAll(tasks)) {
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
      return "fuzzed %-24s %,11d executions, %s; %s"
          .formatted(target, executions, coverage, isSound ? "nothing found" : "FOUND SOMETHING");
    }
  }

  private Report fuzz(String target) throws IOException, InterruptedException {
    var name = simpleName(target);
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

  private List<String> command(String target) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        MAX_HEAP,
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--hooks=true",
        "--target_class=" + target,
        "-max_total_time=" + seconds,
        "-timeout=" + MAX_SECONDS,
        "-print_final_stats=1");
  }
}
