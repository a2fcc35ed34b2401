package dev.sluice.bench.gate;

import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.gate.RingOdds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Draws how surely a ring of a size stops a release, over the release's true failure rate: the
/// curve in `infra/docs/figures/ring-size.svg`, by the standard gate itself.
public final class RingSizeChart {
  static final long[] SIZES = {20, 100, 1_000, 10_000};

  private static final String[] COLOURS = {"#b45309", "#0f766e", "#1d4ed8", "#7e22ce"};
  private static final double[] RATE_MARKS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2};
  private static final double LOWEST = 0.001;
  private static final double HIGHEST = 0.2;

  /// So many points that a straight line between two of them is a good one.
  private static final int POINTS = 161;

  private static final int LEFT = 64;
  private static final int TOP = 48;
  private static final int WIDTH = 600;
  private static final int HEIGHT = 300;

  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 400" font-family="system-ui, sans-serif" font-size="13" role="img">
        <title>How surely a ring stops a release, by its size and the true failure rate</title>
        <rect width="720" height="400" fill="#ffffff"/>
        <text x="64" y="26" font-size="15" fill="#111827">Rollouts that a ring stops, in percent (standard gate: limit 2 %)</text>
      """;

  private RingSizeChart() {}

  /// Writes the picture.
  ///
  /// @param arguments the file
  public static void main(String... arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), draw());
  }

  /// The picture, as SVG. The same every time.
  static String draw() {
    var svg = new StringBuilder(HEAD);
    for (double rate : RATE_MARKS) {
      boolean isLimit = rate == (double) Gate.DEFAULT.failedLimitPpm() / 1_000_000;
      line(svg, x(rate), TOP, x(rate), TOP + HEIGHT, isLimit ? "#b91c1c" : "#e5e7eb");
      text(svg, x(rate), TOP + HEIGHT + 20, "middle", "#374151", percent(rate));
    }
    for (int mark = 0; mark <= 100; mark += 25) {
      double y = y(mark / 100.0);
      line(svg, LEFT, y, LEFT + WIDTH, y, "#e5e7eb");
      text(svg, LEFT - 8, y + 4, "end", "#374151", mark + "");
    }
    text(
        svg,
        LEFT + WIDTH / 2.0,
        TOP + HEIGHT + 42,
        "middle",
        "#374151",
        "true failure rate of the release");
    text(svg, x(0.02) - 6, TOP + 16, "end", "#b91c1c", "limit");
    for (int i = 0; i < SIZES.length; i++) {
      curve(svg, SIZES[i], COLOURS[i]);
      text(svg, LEFT + 8, TOP + 24 + 20 * i, "start", COLOURS[i], label(SIZES[i]));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String label(long size) {
    return String.format(Locale.ROOT, "%,d devices", size);
  }

  private static void curve(StringBuilder svg, long size, String colour) {
    svg.append("  <polyline fill=\"none\" stroke-width=\"2.5\" stroke=\"").append(colour);
    svg.append("\" points=\"");
    var odds = new RingOdds(Gate.DEFAULT, size, size);
    for (int i = 0; i < POINTS; i++) {
      double rate = LOWEST * StrictMath.pow(HIGHEST / LOWEST, i / (POINTS - 1.0));
      if (i > 0) {
        svg.append(' ');
      }
      svg.append(number(x(rate))).append(',').append(number(y(odds.stopped(rate))));
    }
    svg.append("\"><title>").append(label(size)).append("</title></polyline>\n");
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "  <line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>%n",
            number(x1),
            number(y1),
            number(x2),
            number(y2),
            colour));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String colour, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "  <text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            number(x),
            number(y),
            anchor,
            colour,
            text));
  }

  /// Rates on a logarithmic scale: those that matter lie around the limit.
  static double x(double rate) {
    return LEFT + WIDTH * StrictMath.log(rate / LOWEST) / StrictMath.log(HIGHEST / LOWEST);
  }

  static double y(double probability) {
    return TOP + HEIGHT * (1 - probability);
  }

  private static String percent(double rate) {
    return String.format(Locale.ROOT, "%.1f", rate * 100).replace(".0", "") + " %";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
