package dev.sluice.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What a ring of a size can tell: the table in the notifier's README, from exact probabilities.
class RingSizeTest {
  private static final double[] RATES = {0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.3};
  private static final int[] SIZES = {20, 100, 1_000, 10_000};
  private static final double OFF = 0.2;

  @Test
  void givenRingSizes_whenReleasesOfAnyRateAreTried_thenTheReadmeTellsWhatHappens()
      throws Exception {
    String readme = Files.readString(Path.of("../README.md"));

    assertThat(rows()).allSatisfy(row -> assertThat(readme).contains(row));
  }

  @Test
  void givenATrueRateOfFivePercent_whenAThousandAreTried_thenNearlyAlwaysStopped() {
    assertThat(stopped(1_000, 1_000, 0.05)).isGreaterThan(0.99);
    assertThat(stopped(1_000, 800, 0.05)).isGreaterThan(0.99);
    assertThat(stopped(1_000, 1_000, 0.005) + unclear(1_000, 1_000, 0.005)).isLessThan(0.01);
  }

  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int size : SIZES) {
      rows.add(row(String.format(Locale.ROOT, "%,d", size), size, size));
    }
    int on = (int) Math.round(SIZES[2] * (1 - OFF));
    rows.add(row("1,000, a fifth of them off", SIZES[2], on));
    return rows;
  }

  /// Stopped, and left to a person, in percent, for each rate.
  private static String row(String name, int size, int answering) {
    var row = new StringBuilder("| ").append(name).append(" |");
    for (double rate : RATES) {
      row.append(' ')
          .append(percent(stopped(size, answering, rate)))
          .append(" / ")
          .append(percent(unclear(size, answering, rate)))
          .append(" |");
    }
    return row.toString();
  }

  private static String percent(double probability) {
    double percent = probability * 100;
    if (percent >= 99.95) {
      return "100";
    }
    return percent > 1e-9 && percent < 0.1 ? "<0.1" : String.format(Locale.ROOT, "%.1f", percent);
  }

  /// The probability that enough fail for a stop.
  private static double stopped(int size, int answering, double rate) {
    return atLeast(leastFailures(size, answering, GateDecision.Stop.class), answering, rate);
  }

  /// The probability that too many fail for an opening, and too few for a stop.
  private static double unclear(int size, int answering, double rate) {
    return Math.max(
        0,
        atLeast(leastFailures(size, answering, GateDecision.Unclear.class), answering, rate)
            - stopped(size, answering, rate));
  }

  /// How many must fail for the decision, once all have answered or are silent. If none is enough
  /// for it, one more than there are.
  private static int leastFailures(
      int size, int answering, Class<? extends GateDecision> decision) {
    for (int failed = 0; failed <= answering; failed++) {
      var counts =
          new WaveCounts(size, size, answering - failed, failed, 0, size - answering, 0, 0);
      if (decision.isInstance(Gate.DEFAULT.judge(counts))) {
        return failed;
      }
    }
    return answering + 1;
  }

  private static double atLeast(int failures, int of, double rate) {
    double logOne = Math.log(rate) - Math.log(1 - rate);
    double log = of * Math.log(1 - rate);
    double below = 0;
    for (int k = 0; k < failures; k++) {
      below += Math.exp(log);
      log += logOne + Math.log((double) (of - k) / (k + 1));
    }
    return Math.max(0, 1 - below);
  }
}
