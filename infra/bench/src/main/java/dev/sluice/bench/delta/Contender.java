package dev.sluice.bench.delta;

import static java.util.stream.Collectors.joining;

import dev.sluice.diff.feature.Feature;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A tool that makes and applies patches.
///
/// @param name in the table
/// @param diff its command; `OLD`, `NEW` and `PATCH` stand for files
/// @param apply likewise; `NEW` is what it makes
record Contender(String name, List<String> diff, List<String> apply) {
  /// What applying a patch may take that is made for a usual device.
  static final int USUAL_APPLY_MIB = 128;

  private static final String LONG_MATCHES = "--long=31";
  private static final String SHARED_CLASSES = "-Xshare:auto";

  /// How the jars begin that making and applying patches takes.
  private static final List<String> DELTA_JARS =
      List.of(
          "infra-bench",
          "publisher-formats",
          "publisher-patch",
          "publisher-diff",
          "signer-tuf",
          "xz-",
          "zstd-jni");

  Contender {
    diff = List.copyOf(diff);
    apply = List.copyOf(apply);
  }

  /// Ourselves, in a JVM with what patches need of the class path of this one.
  ///
  /// @param applyMib what applying may take; the JVM that applies gets no more than that
  /// @param without features that the differ makes no use of
  /// @param cache from which the JVM that applies starts, if any
  static Contender sluice(String name, int applyMib, Set<Feature> without, Optional<Path> cache) {
    var diff = new ArrayList<>(java("-Xms8m", "-Xmx1g", SHARED_CLASSES));
    diff.addAll(List.of("diff", "OLD", "NEW", "PATCH", String.valueOf(applyMib)));
    without.forEach(feature -> diff.add(feature.name()));
    var start = cache.map(file -> "-XX:AOTCache=" + file).orElse(SHARED_CLASSES);
    var apply = new ArrayList<>(applyJava(applyMib, List.of(start)));
    apply.addAll(List.of("apply", String.valueOf(applyMib), "OLD", "PATCH", "NEW"));
    return new Contender(name, diff, apply);
  }

  /// The JVM that applies.
  static List<String> applyJava(int applyMib, List<String> options) {
    // What xz takes of it is liblzma's own; an eighth is for what the channels need off the heap.
    int heapMib = Math.min(applyMib, 24);
    var all = new ArrayList<>(options);
    all.addAll(List.of("-Xmx" + (heapMib - 1) + "m", "-XX:MaxDirectMemorySize=1m"));
    return java(all.toArray(String[]::new));
  }

  /// A start of our JVM that does nothing.
  static List<String> start() {
    var command = new ArrayList<>(java("-Xmx8m", SHARED_CLASSES));
    command.add("start");
    return command;
  }

  private static List<String> java(String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            DeltaTool.class.getName()));
    return command;
  }

  /// What patches need of this JVM's class path: the index of every jar lies on the heap, and a
  /// heap of 8 MiB has no room for those of a Kafka.
  static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.endsWith(".jar") || isOfDelta(Path.of(entry)))
        .collect(joining(File.pathSeparator));
  }

  private static boolean isOfDelta(Path jar) {
    var name = String.valueOf(jar.getFileName());
    return DELTA_JARS.stream().anyMatch(name::startsWith);
  }

  /// The peers that stand on the PATH.
  static List<Contender> peers() {
    var all =
        List.of(
            new Contender(
                "bsdiff",
                List.of("bsdiff", "OLD", "NEW", "PATCH"),
                List.of("bspatch", "OLD", "NEW", "PATCH")),
            new Contender(
                "xdelta3-9",
                List.of(
                    "xdelta3", "-e", "-9", "-f", "-B", "536870912", "-s", "OLD", "NEW", "PATCH"),
                List.of("xdelta3", "-d", "-f", "-B", "536870912", "-s", "OLD", "PATCH", "NEW")),
            new Contender(
                "zstd-19-patch",
                List.of(
                    "zstd",
                    "-q",
                    "-f",
                    "-19",
                    LONG_MATCHES,
                    "--patch-from=OLD",
                    "NEW",
                    "-o",
                    "PATCH"),
                List.of(
                    "zstd",
                    "-q",
                    "-d",
                    "-f",
                    LONG_MATCHES,
                    "--patch-from=OLD",
                    "PATCH",
                    "-o",
                    "NEW")),
            new Contender(
                "hdiffz-m1-lzma2",
                List.of("hdiffz", "-m-1", "-c-lzma2-9-64m", "-d", "-f", "OLD", "NEW", "PATCH"),
                List.of("hpatchz", "-f", "OLD", "PATCH", "NEW")));
    return all.stream().filter(Contender::isInstalled).toList();
  }

  private boolean isInstalled() {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, diff.getFirst()))) {
        return true;
      }
    }
    return false;
  }

  /// A command with files in the places of their names.
  static List<String> command(List<String> template, Path old, Path neu, Path patch) {
    UnaryOperator<String> filled =
        word ->
            word.replace("OLD", old.toString())
                .replace("NEW", neu.toString())
                .replace("PATCH", patch.toString());
    return template.stream().map(filled).toList();
  }
}
