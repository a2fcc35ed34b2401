package dev.sluice.bench.delta;

import com.google.errorprone.annotations.FormatMethod;
import dev.sluice.diff.feature.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs Sluice and the peers that are installed over a corpus: folders with the files `old` and
/// `new`.
///
/// `CORPUS [--csv FILE] [--only PAIR]… [--peers NAME,…] [--large PAIR] [--without FEATURE,…]
/// [--ablation]`. `--large` makes a pair of more than 3 GiB out of one of the corpus first, see
/// [LargePair]; `--without` has our differ make no use of some [features][Feature]; `--ablation`
/// shows what each of them earns instead, see [Ablation]. Prints a table for each pair, and at the
/// end the geometric means of patch length over new length; the plain pairs are those whose names
/// say that they hold nothing compressed. Every result is compared with the new file.
public final class DeltaComparison {
  private static final Set<String> CONTAINERS =
      Set.of("deb-libssl", "jar-guava", "jar-h2", "kernel-vmlinuz", "npm-typescript-tgz");
  private static final int SMALL_APPLY_MIB = 8;
  private static final String US = "sluice";

  private final List<Contender> contenders = new ArrayList<>();
  private final List<String> csv = new ArrayList<>();
  private final Map<String, List<Double>> shares = new LinkedHashMap<>();
  private final Map<String, List<Double>> plainShares = new LinkedHashMap<>();

  private DeltaComparison(Set<String> peers, Set<Feature> without, Optional<Path> cache) {
    contenders.add(Contender.sluice(US, Contender.USUAL_APPLY_MIB, without, cache));
    contenders.add(Contender.sluice("sluice-8m", SMALL_APPLY_MIB, without, cache));
    Contender.peers().stream()
        .filter(peer -> peers.isEmpty() || peers.contains(peer.name()))
        .forEach(contenders::add);
    csv.add("pair,tool,patch_bytes,new_bytes,diff_s,diff_rss_kb,apply_s,apply_rss_kb,ok,timing");
  }

  /// Runs the comparison.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var corpus = Path.of(arguments[0]);
    var only = values(arguments, "--only");
    if (List.of(arguments).contains("--ablation")) {
      new Ablation(chosen(corpus, only)).print();
      return;
    }
    var peers = values(arguments, "--peers");
    var without = features(values(arguments, "--without"));
    var folder = Files.createTempDirectory("apply-cache");
    var cache = AotCache.make(folder);
    var comparison =
        new DeltaComparison(
            peers.isEmpty() ? Set.of() : Set.copyOf(List.of(peers.getFirst().split(",", -1))),
            without,
            cache);
    for (var pair : values(arguments, "--large")) {
      LargePair.make(corpus.resolve(pair), corpus.resolve("large"));
    }
    comparison.printStart(cache.isPresent());
    for (var pair : chosen(corpus, only)) {
      comparison.run(pair);
    }
    comparison.printMeans();
    for (var file : values(arguments, "--csv")) {
      var _ = Files.write(Path.of(file), comparison.csv);
    }
    deleteAll(folder);
  }

  /// @throws IllegalArgumentException if there is no such feature
  private static Set<Feature> features(List<String> lists) {
    return lists.stream()
        .flatMap(list -> Stream.of(list.split(",", -1)))
        .map(DeltaComparison::feature)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
  }

  private static Feature feature(String name) {
    return Stream.of(Feature.values())
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--without: expected some of %s, got %s"
                        .formatted(List.of(Feature.values()), name)));
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static List<String> values(String[] arguments, String option) {
    var values = new ArrayList<String>();
    for (int i = 1; i + 1 < arguments.length; i++) {
      if (arguments[i].equals(option)) {
        values.add(arguments[i + 1]);
      }
    }
    return values;
  }

  /// @param only names of pairs; all if there are none
  private static List<Path> chosen(Path corpus, List<String> only) throws IOException {
    try (var folders = Files.list(corpus)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("new")))
          .filter(folder -> only.isEmpty() || only.contains(String.valueOf(folder.getFileName())))
          .sorted()
          .toList();
    }
  }

  private void printStart(boolean hasCache) throws IOException, InterruptedException {
    var start = ProcessRun.of(Contender.start());
    var again = ProcessRun.of(Contender.start());
    print("start of the JVM: %.2f s%n", Math.min(start.seconds(), again.seconds()));
    print("sluice applies %s AOT cache%n", hasCache ? "with an" : "without an");
  }

  private void run(Path pair) throws IOException, InterruptedException {
    var name = String.valueOf(pair.getFileName());
    long newBytes = Files.size(pair.resolve("new"));
    print("%n%s, new %,d bytes%n", name, newBytes);
    var rows = new ArrayList<Row>();
    for (var contender : contenders) {
      rows.add(run(contender, pair));
    }
    long best =
        rows.stream()
            .filter(row -> row.isRight && !row.tool.startsWith(US))
            .mapToLong(row -> row.patchBytes)
            .min()
            .orElse(0);
    rows.stream().sorted(Comparator.comparingLong(row -> row.patchBytes)).forEach(Row::print);
    if (best > 0) {
      print("  best peer / sluice: %.2f%n", (double) best / rows.getFirst().patchBytes);
    }
    for (var row : rows) {
      csv.add(row.csv(name, newBytes));
      double share = (double) row.patchBytes / newBytes;
      shares.computeIfAbsent(row.tool, _ -> new ArrayList<>()).add(share);
      if (!CONTAINERS.contains(name)) {
        plainShares.computeIfAbsent(row.tool, _ -> new ArrayList<>()).add(share);
      }
    }
  }

  private static Row run(Contender contender, Path pair) throws IOException, InterruptedException {
    var old = pair.resolve("old");
    var neu = pair.resolve("new");
    var patch = Files.createTempFile("patch", "");
    var made = Files.createTempFile("made", "");
    try {
      var diff = ProcessRun.of(Contender.command(contender.diff(), old, neu, patch));
      var apply = ProcessRun.of(Contender.command(contender.apply(), old, made, patch));
      boolean isRight =
          diff.exitCode() == 0 && apply.exitCode() == 0 && Files.mismatch(made, neu) == -1;
      return new Row(contender.name(), Files.size(patch), diff, apply, isRight);
    } finally {
      Files.delete(patch);
      Files.delete(made);
    }
  }

  private void printMeans() {
    print("%ngeometric mean of patch/new%n");
    shares.forEach(
        (tool, all) ->
            print(
                "  %-16s %8.4f %%   plain pairs %8.4f %%   (%d pairs)%n",
                tool,
                100 * mean(all),
                100 * mean(plainShares.getOrDefault(tool, List.of())),
                all.size()));
  }

  private static double mean(List<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
  }

  @FormatMethod
  private static void print(String format, Object... values) {
    System.out.print(String.format(Locale.ROOT, format, values));
    System.out.flush();
  }

  /// A tool on a pair.
  private record Row(
      String tool, long patchBytes, ProcessRun diff, ProcessRun apply, boolean isRight) {
    void print() {
      DeltaComparison.print(
          "  %-16s %,12d bytes   diff %7.2f s %,10d KiB, own %,10d   apply %6.2f s %,9d KiB   %s%n",
          tool,
          patchBytes,
          diff.seconds(),
          diff.peakKib(),
          diff.ownKib(),
          apply.seconds(),
          apply.peakKib(),
          isRight ? "right" : "WRONG");
    }

    String csv(String pair, long newBytes) {
      return String.format(
          Locale.ROOT,
          "%s,%s,%d,%d,%.2f,%d,%.2f,%d,%d,wall_single",
          pair,
          tool,
          patchBytes,
          newBytes,
          diff.seconds(),
          diff.peakKib(),
          apply.seconds(),
          apply.peakKib(),
          isRight ? 1 : 0);
    }
  }
}
