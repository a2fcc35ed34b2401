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

  @Test
  void givenChance_whenAskedFromWhichRateARingStops_thenThatRateHasIt() {
    var odds = new RingOdds(Gate.DEFAULT, 1_000, 1_000);

    double rate = odds.stopsFrom(0.95);

    assertThat(odds.stopped(rate)).isBetween(0.949, 0.951);
    assertThat(rate).isBetween(0.03, 0.05);
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

  private static double stopped(int size, int answering, double rate) {
    return new RingOdds(Gate.DEFAULT, size, answering).stopped(rate);
  }

  private static double unclear(int size, int answering, double rate) {
    return new RingOdds(Gate.DEFAULT, size, answering).unclear(rate);
  }
}
