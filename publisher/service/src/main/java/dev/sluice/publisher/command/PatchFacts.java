package dev.sluice.publisher.command;

import dev.sluice.diff.DiffResult;
import dev.sluice.diff.PatchSummary;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is told of a patch, by name, in the order in which it is shown.
final class PatchFacts {
  private PatchFacts() {}

  static Map<String, Object> of(DiffResult made, long newBytes) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("patchBytes", made.patchBytes());
    facts.put("newBytes", newBytes);
    facts.put("percent", newBytes == 0 ? 0 : rounded(100.0 * made.patchBytes() / newBytes));
    facts.put("memoryBytes", made.memoryBytes());
    facts.put("scratchBytes", made.scratchBytes());
    facts.put("workMillis", made.work().toMillis());
    facts.put("base", made.base().hex());
    facts.put("result", made.result().hex());
    return facts;
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  static Map<String, Object> of(PatchSummary summary) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("base", summary.header().base().hex());
    facts.put("baseBytes", summary.header().baseBytes());
    facts.put("result", summary.header().result().hex());
    facts.put("resultBytes", summary.header().resultBytes());
    facts.put("viewBytes", summary.header().viewBytes());
    facts.put("memoryBytes", summary.header().memoryBytes());
    facts.put("scratchBytes", summary.header().scratchBytes());
    facts.put("executables", summary.header().workspace().hasExecutables());
    for (PatchSummary.Streams streams : summary.streams()) {
      facts.put(
          "streams." + streams.format(),
          "%d of the base, %d of the result, %d B of contents, %d B of recipes"
              .formatted(
                  streams.ofBase(),
                  streams.ofResult(),
                  streams.contentsBytes(),
                  streams.recipeBytes()));
    }
    int number = 0;
    for (PatchSummary.Section section : summary.sections()) {
      facts.put("section." + ++number, describe(section));
    }
    return facts;
  }

  private static String describe(PatchSummary.Section section) {
    String coded = "%d B coded in %d B: ".formatted(section.viewBytes(), section.codeBytes());
    return section.windowBytes().isPresent()
        ? coded
            + "LZMA2, %d B of the base in its dictionary"
                .formatted(section.windowBytes().getAsLong())
        : coded
            + "%d edits, %d B copied, %d B inserted"
                .formatted(section.edits(), section.copiedBytes(), section.insertedBytes());
  }
}
