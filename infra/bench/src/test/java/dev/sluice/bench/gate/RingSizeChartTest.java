package dev.sluice.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.gate.RingOdds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RingSizeChartTest {
  private static final Pattern CURVE = Pattern.compile("<polyline [^>]* points=\"([^\"]+)\">");
  private static final double LEFT = RingSizeChart.x(0.001);
  private static final double WIDTH = RingSizeChart.x(0.2) - LEFT;
  private static final double HEIGHT = RingSizeChart.y(0) - RingSizeChart.y(1);

  @Test
  void givenThePictureInTheDocs_whenItsPointsAreRead_thenTheyAreWhatTheGateComputes()
      throws Exception {
    String svg = Files.readString(Path.of("../docs/figures/ring-size.svg"));

    List<String> curves = new ArrayList<>();
    CURVE.matcher(svg).results().forEach(found -> curves.add(found.group(1)));
    assertThat(curves).hasSize(RingSizeChart.SIZES.length);
    for (int i = 0; i < curves.size(); i++) {
      long size = RingSizeChart.SIZES[i];
      var odds = new RingOdds(Gate.DEFAULT, size, size);
      for (String point : Arrays.asList(curves.get(i).split(" ", -1))) {
        double x = Double.parseDouble(point.substring(0, point.indexOf(',')));
        double y = Double.parseDouble(point.substring(point.indexOf(',') + 1));
        double low = odds.stopped(rate(x - 0.05));
        double high = odds.stopped(rate(x + 0.05));
        assertThat((RingSizeChart.y(0) - y) / HEIGHT)
            .as("%d devices at %.2f %%", size, 100 * rate(x))
            .isBetween(low - 0.001, high + 0.001);
      }
    }
  }

  @Test
  void givenThePictureInTheDocs_whenDrawnAnew_thenItIsTheSame() throws Exception {
    assertThat(Path.of("../docs/figures/ring-size.svg")).hasContent(RingSizeChart.draw());
    assertThat(rate(RingSizeChart.x(0.02))).isCloseTo(0.02, Offset.offset(1e-9));
  }

  private static double rate(double x) {
    return 0.001 * Math.pow(200, (x - LEFT) / WIDTH);
  }
}
