package dev.sluice.diff.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.ext4.Ext4File;
import dev.sluice.diff.ext4.Ext4File.Extent;
import dev.sluice.patch.view.Pieces;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewPlacesTest {
  private static final Ext4File FILE =
      new Ext4File(9000, List.of(new Extent(1000, 0, 2000), new Extent(5000, 4000, 5000)));

  @Test
  void givenStreamsBesideTheFile_whenFound_thenItsRunsMove() {
    var places = new ViewPlaces();
    places.add(0, 0, 500);
    places.add(600, 1500, 2600);
    places.add(4000, 10_000, 6000);

    assertThat(places.find(FILE).orElseThrow().runs())
        .containsExactly(new Pieces.Run(1900, 0, 2000), new Pieces.Run(11_000, 4000, 5000));
  }

  @Test
  void givenStreamWithinTheFile_whenFound_thenIsAHole() {
    var places = new ViewPlaces();
    places.add(0, 0, 6000);
    places.add(6100, 7000, 200); // shorter than a run may be
    places.add(6400, 8000, 4000);

    assertThat(places.find(FILE).orElseThrow().runs())
        .containsExactly(
            new Pieces.Run(1000, 0, 2000),
            new Pieces.Run(5000, 4000, 1000),
            new Pieces.Run(8000, 5400, 3600));
  }

  @Test
  void givenStreamWhereTheFileBegins_whenFound_thenThereIsNone() {
    var places = new ViewPlaces();
    places.add(0, 0, 900);
    places.add(1100, 3000, 9000);

    assertThat(places.find(FILE)).isEmpty();
  }
}
