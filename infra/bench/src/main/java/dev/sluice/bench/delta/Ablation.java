package dev.sluice.bench.delta;

import dev.sluice.diff.feature.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What each feature of the differ earns: the patches of a corpus without it beside those with all.
final class Ablation {
  private final List<Path> pairs;
  private final Map<Path, Long> whole = new LinkedHashMap<>();

  Ablation(List<Path> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  /// Prints a line for each feature: by how much the geometric mean of all pairs grows without it,
  /// and of the pairs that it changes the patch with it, without it, and the growth.
  void print() throws IOException, InterruptedException {
    for (var pair : pairs) {
      whole.put(pair, patchBytes(pair, Set.of()));
    }
    for (var feature : Feature.values()) {
      print(feature);
    }
  }

  private void print(Feature feature) throws IOException, InterruptedException {
    double logarithms = 0;
    var changed = new ArrayList<String>();
    for (var pair : pairs) {
      long with = whole.getOrDefault(pair, 0L);
      long without = patchBytes(pair, Set.of(feature));
      logarithms += Math.log((double) without / with);
      if (without != with) {
        changed.add(
            String.format(
                Locale.ROOT,
                "%s %,d, without %,d (%+.1f %%)",
                pair.getFileName(),
                with,
                without,
                percent((double) without / with)));
      }
    }
    var mean = percent(Math.exp(logarithms / pairs.size()));
    System.out.println(
        String.format(
            Locale.ROOT, "%-20s %+7.2f %%   %s", feature, mean, String.join("; ", changed)));
  }

  private static double percent(double factor) {
    return 100 * (factor - 1);
  }

  private static long patchBytes(Path pair, Set<Feature> without)
      throws IOException, InterruptedException {
    var patch = Files.createTempFile("patch", "");
    try {
      var differ = Contender.sluice("sluice", Contender.USUAL_APPLY_MIB, without, Optional.empty());
      var old = pair.resolve("old");
      var run = ProcessRun.of(Contender.command(differ.diff(), old, pair.resolve("new"), patch));
      if (run.exitCode() != 0) {
        throw new IOException("%s without %s: no patch was made".formatted(pair, without));
      }
      return Files.size(patch);
    } finally {
      Files.delete(patch);
    }
  }
}
