package dev.sluice.stack.demo;

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
    lines.add(
        row("release", "artifact", "patch", "metadata", "origin", "tier 1", "tier 2", "time"));
    for (ReleaseReport release : report.releases()) {
      lines.add(
          row(
              release.product() + " " + release.version(),
              Quantities.bytes(release.artifactBytes()),
              release.patchBytes() == null ? "-" : Quantities.bytes(release.patchBytes()),
              Quantities.bytes(release.metadataBytes()),
              Quantities.bytes(release.bytes().origin()),
              Quantities.bytes(release.bytes().tier1()),
              Quantities.bytes(release.bytes().tier2()),
              Quantities.seconds(release.seconds())));
      lines.add(
          "  rings: " + String.join(", ", release.rings().stream().map(Summary::ring).toList()));
    }
    ReleaseReport last = report.releases().getLast();
    if (last.patchBytes() != null) {
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT,
              "The update cost each device %s of the artifact; the origin sent %.2f copies of patch and metadata for %d devices.",
              Quantities.percent((double) last.patchBytes() / last.artifactBytes()),
              (double) last.bytes().origin() / (last.patchBytes() + last.metadataBytes()),
              report.devices().total()));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%d of %d devices run %s %s, checked by the digest of the file on each disk%s; %s in all.",
            report.devices().installed(),
            report.devices().total(),
            last.product(),
            last.version(),
            report.devices().failed() == 0 ? "" : " (" + report.devices().failed() + " do not)",
            Quantities.seconds(report.seconds())));
    return lines;
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

  private static String row(
      String release,
      String artifact,
      String patch,
      String metadata,
      String origin,
      String tier1,
      String tier2,
      String time) {
    return String.format(
        Locale.ROOT,
        "%-24s %9s %9s %9s %9s %9s %9s %8s",
        release,
        artifact,
        patch,
        metadata,
        origin,
        tier1,
        tier2,
        time);
  }
}
