package dev.sluice.events.rings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.GeneratedEvents;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloorReleasesTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final FloorReleases FLOORS = FloorReleases.of(List.of(release(40), release(20)));

  private static ReleaseRef release(int counter) {
    return new ReleaseRef(
        new ReleaseId(PRODUCT, Version.parse("1." + counter)),
        counter,
        Digest.sha256(new byte[] {(byte) counter}));
  }

  record Way(String name, int runs, int wanted, int next) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Way> ways() {
    return List.of(
        new Way("below both, to above both: the lowest first", 10, 50, 20),
        new Way("on the first, to above both: the second", 20, 50, 40),
        new Way("between the two", 30, 50, 40),
        new Way("on the last: straight", 40, 50, 50),
        new Way("above both", 45, 50, 50),
        new Way("to one between them", 10, 30, 20),
        new Way("to a floor release itself, with none before it", 10, 20, 20),
        new Way("to the second floor release", 10, 40, 20),
        new Way("to one below both", 10, 15, 15),
        new Way("back, over both", 50, 10, 10),
        new Way("back to a floor release", 50, 20, 20),
        new Way("back from between them", 30, 15, 15),
        new Way("nothing ran yet", 0, 50, 50));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void givenWhatRunsAndWhatIsWanted_whenAskedForTheNext_thenTheLowestFloorBetweenOrTheWanted(
      Way way) {
    assertThat(FLOORS.next(way.runs(), release(way.wanted()))).isEqualTo(release(way.next()));
  }

  @Test
  void givenNoFloors_whenAskedForTheNext_thenTheWanted() {
    assertThat(FloorReleases.NONE.next(10, release(50))).isEqualTo(release(50));
  }

  @Test
  void
      givenAnyFloors_whenFollowedStepByStep_thenEachBetweenIsPassedOnceAndRisingAndThenItArrives() {
    Property.check(
        "floor releases lead to what is wanted",
        1_000,
        seed -> {
          FloorReleases floors = GeneratedEvents.floors(seed, PRODUCT);
          ReleaseRef wanted =
              floors.isEmpty() || seed.chance(0.7)
                  ? new ReleaseRef(
                      ReleaseId.parse("gateway/wanted"),
                      seed.between(1, Manifest.MAX_COUNTER),
                      Digest.sha256(new byte[] {1}))
                  : seed.pick(floors.releases());
          long start = seed.chance(0.1) ? 0 : seed.between(1, Manifest.MAX_COUNTER);

          List<ReleaseRef> passed = new ArrayList<>();
          long runs = start;
          ReleaseRef next = floors.next(runs, wanted);
          while (!next.equals(wanted)) {
            assertThat(next.counter()).isGreaterThan(runs).isLessThan(wanted.counter());
            passed.add(next);
            runs = next.counter();
            next = floors.next(runs, wanted);
          }

          assertThat(passed).isEqualTo(floors.onTheWay(start, wanted.counter()));
          if (start == 0 || start >= wanted.counter()) {
            assertThat(passed).isEmpty();
          } else {
            assertThat(passed)
                .containsExactlyElementsOf(
                    floors.releases().stream()
                        .filter(f -> f.counter() > start && f.counter() < wanted.counter())
                        .toList());
          }
        });
  }

  @Test
  void givenDocumentWithFloors_whenWrittenAndRead_thenFormatFourAndEqual() throws Exception {
    var plain = new RingsDocument(PRODUCT, 1, List.of(Ring.of("all", new Selector.Everyone())));
    RingsDocument document = plain.withFloors(FLOORS);
    String text = new String(document.encode(), StandardCharsets.UTF_8);

    assertThat(text).contains("\"formatVersion\":4").contains("\"floors\":[{\"counter\":20,");
    assertThat(RingsDocument.decode(document.encode())).isEqualTo(document);
    assertThat(new String(plain.encode(), StandardCharsets.UTF_8))
        .contains("\"formatVersion\":1")
        .doesNotContain("floors");
    byte[] lower = text.replace("sion\":4", "sion\":3").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(lower))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("the lowest that says what the document says");
    byte[] falling =
        text.replace("\"counter\":20", "\"counter\":41").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(falling))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("rising counters");
    byte[] other = text.replace("gateway/1.20", "camera/1.20").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(other))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("releases of gateway only");
  }

  @Test
  void givenWhatNoListMayBe_whenMade_thenRefusedInWords() {
    List<ReleaseRef> tooMany =
        IntStream.rangeClosed(1, FloorReleases.MAX_FLOORS + 1)
            .mapToObj(FloorReleasesTest::release)
            .toList();

    assertThatThrownBy(() -> new FloorReleases(tooMany)).hasMessageContaining("at most 16");
    assertThatThrownBy(() -> new FloorReleases(List.of(release(2), release(1))))
        .hasMessageContaining("rising counters");
    assertThatThrownBy(() -> FloorReleases.of(List.of(release(1), release(1))))
        .hasMessageContaining("rising counters");
    var rings = List.of(Ring.of("all", new Selector.Everyone()));
    var camera = new RingsDocument(new ProductName("camera"), 1, rings);
    assertThatThrownBy(() -> camera.withFloors(FLOORS)).hasMessageContaining("must be of camera");
  }
}
