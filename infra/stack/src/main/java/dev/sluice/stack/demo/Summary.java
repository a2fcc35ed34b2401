package dev.sluice.stack.demo;

import dev.sluice.stack.demo.DemoReport.PatchReport;
import dev.sluice.stack.demo.DemoReport.ReleaseReport;
import dev.sluice.stack.demo.DemoReport.RingReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The report as lines of text, the same on a terminal and in a pipe.
final class Summary {
  private Summary() {}

  static List<String> lines(DemoReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(row("release", "artifact", "patch", "metadata", "origin", "tier 1", "tier 2"));
    for (ReleaseReport release : report.releases()) {
      lines.add(
          row(
              release.product() + " " + release.version(),
              Quantities.bytes(release.artifactBytes()),
              release.patchBytes() == null ? "-" : Quantities.bytes(release.patchBytes()),
              Quantities.bytes(release.metadataBytes()),
              Quantities.bytes(release.bytes().origin()),
              Quantities.bytes(release.bytes().tier1()),
              Quantities.bytes(release.bytes().tier2())));
      if (!release.patches().isEmpty()) {
        lines.add(
            "  offered: "
                + String.join(", ", release.patches().stream().map(Summary::patch).toList()));
      }
      lines.add(
          "  in %s: %s"
              .formatted(
                  Quantities.seconds(release.seconds()),
                  String.join(", ", release.rings().stream().map(Summary::ring).toList())));
    }
    lines.add("");
    ReleaseReport last = report.releases().getLast();
    if (last.patchBytes() != null) {
      lines.add(
          "The patch is %s of the artifact; origin sent it and metadata %s."
              .formatted(
                  Quantities.percent((double) last.patchBytes() / last.artifactBytes()),
                  Quantities.times(
                      (double) last.bytes().origin()
                          / (last.patchBytes() + last.metadataBytes()))));
    }
    lines.add(
        "%d of %d devices run %s %s, by the digest of each disk's file%s."
            .formatted(
                report.devices().installed(),
                report.devices().total(),
                last.product(),
                last.version(),
                report.devices().failed() == 0
                    ? ""
                    : "; " + report.devices().failed() + " do not"));
    lines.add(Quantities.seconds(report.seconds()) + " in all.");
    return lines;
  }

  private static String patch(PatchReport patch) {
    return patch.kind() + " " + Quantities.bytes(patch.bytes());
  }

  private static String ring(RingReport ring) {
    return String.format(
        Locale.ROOT,
        "%s %d/%d%s in %s",
        ring.name(),
        ring.confirmed(),
        ring.devices(),
        ring.failed() == 0 ? "" : " (" + ring.failed() + " failed)",
        Quantities.seconds(ring.seconds()));
  }

  /// Within the 80 columns of a terminal.
  private static String row(
      String release,
      String artifact,
      String patch,
      String metadata,
      String origin,
      String tier1,
      String tier2) {
    return String.format(
        Locale.ROOT,
        "%-20s %8s %8s %9s %8s %8s %8s",
        release,
        artifact,
        patch,
        metadata,
        origin,
        tier1,
        tier2);
  }
}
