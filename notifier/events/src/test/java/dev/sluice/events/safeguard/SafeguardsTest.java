package dev.sluice.events.safeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.condition.DeviceFacts;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SafeguardsTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final Safeguards SAFEGUARDS =
      new Safeguards(
          List.of(
              hold("bad-board", "hardware = 'rev-b'"),
              hold("old-lab", "version < '2.0' AND is_defined(tags.lab)")));

  private static SafeguardHold hold(String name, String where) {
    return SafeguardHold.of(PRODUCT, name, Condition.parse(where));
  }

  private static DeviceFacts device(String hardware, String version, String... tags) {
    return new DeviceFacts(
        new DeviceId("d1"),
        DeviceAttributes.of(Set.of(tags), Map.of("hardware", hardware)),
        new TreeMap<>(Map.of(PRODUCT, new Version(version))));
  }

  private static String keptOutBy(DeviceFacts device) {
    return SAFEGUARDS.findFor(device, false).map(SafeguardHold::name).orElse("nobody");
  }

  @Test
  void givenHolds_whenDevicesAreAsked_thenTheFirstThatFitsKeepsThemOut() {
    assertThat(keptOutBy(device("rev-b", "1.0", "lab"))).isEqualTo("bad-board");
    assertThat(keptOutBy(device("rev-c", "1.9", "lab"))).isEqualTo("old-lab");
    assertThat(keptOutBy(device("rev-c", "2.0", "lab"))).isEqualTo("nobody");
    assertThat(keptOutBy(device("rev-c", "1.9"))).isEqualTo("nobody");
  }

  @Test
  void givenDeviceThatIsOrderedBack_whenAHoldFits_thenItGoesBack() {
    assertThat(SAFEGUARDS.findFor(device("rev-b", "1.0"), true)).isEmpty();
  }

  @Test
  void givenDocumentWithHolds_whenWrittenAndRead_thenFormatThreeAndEqual() throws Exception {
    var plain = new RingsDocument(PRODUCT, 1, List.of(Ring.of("all", new Selector.Everyone())));
    RingsDocument document = plain.withSafeguards(SAFEGUARDS);
    String text = new String(document.encode(), StandardCharsets.UTF_8);

    assertThat(text).contains("\"formatVersion\":3").contains("running.gateway < '2.0'");
    assertThat(RingsDocument.decode(document.encode())).isEqualTo(document);
    assertThat(new String(plain.encode(), StandardCharsets.UTF_8))
        .contains("\"formatVersion\":1")
        .doesNotContain("safeguards");
    byte[] other =
        text.replace("running.gateway", "running.camera").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(other))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("versions of gateway only");
  }

  @Test
  void givenWhatNoHoldMayBe_whenMade_thenRefusedInWords() {
    assertThatThrownBy(() -> hold("x", "running.camera = '1.0'"))
        .hasMessageContaining("no version but that of gateway, got running.camera");
    assertThatThrownBy(() -> hold("two words", "hardware = 'b'")).hasMessageContaining("name:");
    String longer =
        String.join(" OR ", Collections.nCopies(30, "hardware = '" + "b".repeat(30) + "'"));
    assertThatThrownBy(() -> hold("x", longer)).hasMessageContaining("at most 1000 characters");
    List<SafeguardHold> tooMany =
        IntStream.rangeClosed(0, Safeguards.MAX_HOLDS)
            .mapToObj(i -> hold("hold-" + i, "hardware = 'b'"))
            .toList();
    assertThatThrownBy(() -> new Safeguards(tooMany)).hasMessageContaining("at most 20");
  }
}
