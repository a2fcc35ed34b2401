package dev.sluice.events.rings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.GeneratedEvents;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.flags.FlagName;
import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RingsDocumentTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final DeviceId DEVICE = new DeviceId("device-001");
  private static final ReleaseRef RELEASE =
      new ReleaseRef(ReleaseId.parse("gateway/2"), 2, Digest.sha256(new byte[] {2}));
  private static final NextRelease NEXT =
      new NextRelease(
          RELEASE,
          RolloutId.parse("gateway/2"),
          500_000,
          Instant.parse("2030-01-01T00:00:00Z"),
          Duration.ofSeconds(90),
          NextState.ADMITTING,
          false);
  private static final RingsDocument DOCUMENT =
      new RingsDocument(
          PRODUCT,
          3,
          List.of(
              Ring.of("canary", new Selector.Tag("canary")).withNext(NEXT),
              Ring.of("broad", new Selector.Everyone()).withCurrent(RELEASE)));

  @Test
  void givenDocument_whenEncoded_thenAbsentStatesAreLeftOut() {
    var text = new String(DOCUMENT.encode(), StandardCharsets.UTF_8);
    String release =
        "{\"counter\":2,\"manifest\":\"" + RELEASE.manifest() + "\",\"release\":\"gateway/2\"}";

    assertThat(text)
        .isEqualTo(
            "{\"formatVersion\":1,\"product\":\"gateway\",\"rings\":[{\"name\":\"canary\","
                + "\"next\":{\"orderedRollback\":false,\"release\":"
                + release
                + ",\"rollout\":\"gateway/2\",\"sharePpm\":500000,\"state\":\"admitting\","
                + "\"windowMillis\":90000,\"windowStart\":\"2030-01-01T00:00:00Z\"},"
                + "\"selector\":{\"tag\":\"canary\",\"type\":\"tag\"}},{\"current\":"
                + release
                + ",\"name\":\"broad\",\"selector\":{\"type\":\"everyone\"}}],"
                + "\"sequence\":3,\"type\":\"rings\"}");
    assertThat(DOCUMENT.path()).isEqualTo("rings/gateway/rings.json");
    assertThat(DOCUMENT.digest()).isEqualTo(Digest.sha256(DOCUMENT.encode()));
  }

  @Test
  void givenAnyDocument_whenDecoded_thenIsTheSameAndItsBytesAreStable() {
    Property.check(
        "rings encode and decode agree",
        500,
        seed -> {
          var document = GeneratedEvents.document(seed);

          byte[] encoded = document.encode();
          var decoded = RingsDocument.decode(encoded);

          assertThat(decoded).isEqualTo(document);
          assertThat(decoded.encode()).isEqualTo(encoded);
        });
  }

  @Test
  void givenDamagedDocument_whenDecoded_thenOnlyTheDocumentedRefusalComesOut() {
    Property.check(
        "damaged rings are refused as documented",
        5_000,
        seed -> {
          byte[] damaged = Mutations.mutate(seed, GeneratedEvents.document(seed).encode());

          try {
            var decoded = RingsDocument.decode(damaged);
            assertThat(RingsDocument.decode(decoded.encode())).isEqualTo(decoded);
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining("expected");
          }
        });
  }

  @Test
  void givenRingWithInstallTimes_whenEncoded_thenIsOfFormatThree() throws Exception {
    var nightly =
        new InstallTimes.Within(
            List.of(
                new MaintenanceWindow(
                    WeekDays.parse("mon-fri"), LocalTime.of(1, 0), LocalTime.of(5, 0))),
            new Forcing.After(Duration.ofDays(3)));
    var document =
        new RingsDocument(
            PRODUCT,
            1,
            List.of(new Ring("all", new Selector.Everyone(), RELEASE, new Next.None(), nightly)));

    var text = new String(document.encode(), StandardCharsets.UTF_8);

    assertThat(text)
        .contains("\"formatVersion\":3")
        .contains(
            "\"install\":{\"forceAfterMillis\":259200000,\"windows\":[{\"days\":[\"mon\",\"tue\","
                + "\"wed\",\"thu\",\"fri\"],\"from\":\"01:00\",\"to\":\"05:00\"}]}");
    assertThat(RingsDocument.decode(document.encode())).isEqualTo(document);
    byte[] older =
        text.replace("\"formatVersion\":3", "\"formatVersion\":1").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(older)).hasMessageContaining("formatVersion");
    byte[] wrong = text.replace("01:00", "1:00").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(wrong)).hasMessageContaining("windows[0].from");
  }

  @Test
  void givenRingWithFlagsOff_whenEncoded_thenIsOfFormatFour() throws Exception {
    var ring =
        Ring.of("all", new Selector.Everyone())
            .withCurrent(RELEASE)
            .withFlagsOff(new TreeSet<>(List.of(new FlagName("search"), new FlagName("cart"))));
    var document = new RingsDocument(PRODUCT, 1, List.of(ring));

    var text = new String(document.encode(), StandardCharsets.UTF_8);

    assertThat(text).contains("\"formatVersion\":4").contains("\"flagsOff\":[\"cart\",\"search\"]");
    assertThat(RingsDocument.decode(document.encode())).isEqualTo(document);
    assertThat(ring.withNext(NEXT).withCurrent(new Current.None()).flagsOff()).hasSize(2);
    for (String wrong :
        List.of(
            text.replace("\"cart\",\"search\"", ""),
            text.replace("\"cart\"", "\"search\""),
            text.replace("\"cart\"", "\"a b\""))) {
      assertThatThrownBy(() -> RingsDocument.decode(wrong.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(MalformedJsonException.class)
          .hasMessageContaining("flagsOff");
    }
    byte[] older =
        text.replace("\"formatVersion\":4", "\"formatVersion\":3").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(older)).hasMessageContaining("formatVersion");
  }

  @Test
  void givenMoreFlagsOffThanFit_whenARingIsMade_thenRefused() {
    SortedSet<FlagName> flags =
        IntStream.rangeClosed(0, Ring.MAX_FLAGS_OFF)
            .mapToObj(i -> new FlagName("flag-" + i))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThatThrownBy(() -> Ring.of("all", new Selector.Everyone()).withFlagsOff(flags))
        .hasMessageContaining("at most 20 flags off, got 21");
  }

  record Refused(String name, String from, String to, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Refused> refused() {
    return List.of(
        new Refused(
            "unknown member", "\"orderedRollback\"", "\"force\":1,\"orderedRollback\"", "force"),
        new Refused("share above all", ":500000,", ":1000001,", "rings[0].next.sharePpm"),
        new Refused("negative window", ":90000,", ":-1,", "rings[0].next.windowMillis"),
        new Refused("unknown state", "admitting", "hurrying", "rings[0].next.state"),
        new Refused("unknown selector", "everyone", "nobody", "rings[1].selector.type"),
        new Refused("duplicate ring", "\"broad\"", "\"canary\"", "each ring name once"),
        new Refused("sequence of zero", "\"sequence\":3", "\"sequence\":0", "sequence"),
        new Refused("other product", "\"product\":\"gateway\"", "\"product\":\"door\"", "of door"),
        new Refused(
            "rollout of another", "\"rollout\":\"gateway/2\"", "\"rollout\":\"door/2\"", "rollout"),
        new Refused("ring name with slash", "\"broad\"", "\"a/b\"", "rings[1].name"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void givenDocumentWithOneMistake_whenDecoded_thenNamesIt(Refused refused) {
    String text = new String(DOCUMENT.encode(), StandardCharsets.UTF_8);
    assertThat(text).contains(refused.from());
    byte[] document = text.replace(refused.from(), refused.to()).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> RingsDocument.decode(document))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(refused.message());
  }

  @Test
  void givenLargestLists_whenEncoded_thenDocumentIsWithinItsLimit() {
    Set<DeviceId> devices =
        IntStream.range(0, RingsDocument.MAX_LISTED_DEVICES)
            .mapToObj(i -> new DeviceId("%064d".formatted(i)))
            .collect(Collectors.toSet());
    var ring = Ring.of("listed", Selector.Devices.of(devices)).withCurrent(RELEASE).withNext(NEXT);

    byte[] encoded = new RingsDocument(PRODUCT, 1, List.of(ring)).encode();

    assertThat(encoded.length).isLessThan((int) RingsDocument.MAX_LENGTH_BYTES);
    assertThatThrownBy(
            () ->
                new RingsDocument(
                    PRODUCT,
                    1,
                    List.of(
                        ring, Ring.of("more", Selector.Devices.of(Set.of(new DeviceId("one")))))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenSeveralMatchingRings_whenAskedForMembership_thenTheFirstWins() {
    var document =
        new RingsDocument(
            PRODUCT,
            1,
            List.of(
                Ring.of("listed", Selector.Devices.of(Set.of(new DeviceId("device-007")))),
                Ring.of("tagged", new Selector.Tag("early")),
                Ring.of("regional", new Selector.Attribute("region", "eu")),
                Ring.of(
                    "new", new Selector.Where(Condition.parse("hw IN ['b2', 'b3'] AND ram > 1"))),
                Ring.of("rest", new Selector.StablePercentage("salt", Admission.WHOLE_PPM))));

    assertThat(ringOf(document, "device-007", Set.of("early"))).isEqualTo("listed");
    assertThat(ringOf(document, "device-008", Set.of("early"))).isEqualTo("tagged");
    assertThat(ringOf(document, "device-008", Set.of("other"))).isEqualTo("regional");
    var fitted = DeviceAttributes.of(Set.of(), Map.of("hw", "b3", "ram", "2"));
    assertThat(RingMembership.ringOf(document, DEVICE, fitted).map(Ring::name)).contains("new");
    assertThat(RingMembership.ringOf(document, DEVICE, DeviceAttributes.none()).map(Ring::name))
        .contains("rest");
  }

  @Test
  void givenRingWithACondition_whenWrittenAndRead_thenFormatThree() throws Exception {
    var where = new Selector.Where(Condition.parse("tags.site = 'berlin' OR NOT hw IN ['b2']"));
    var document = new RingsDocument(PRODUCT, 1, List.of(Ring.of("berlin", where)));
    String text = new String(document.encode(), StandardCharsets.UTF_8);

    assertThat(text).contains("\"formatVersion\":3").contains("tags.site = 'berlin' OR NOT hw");
    assertThat(RingsDocument.decode(document.encode())).isEqualTo(document);
    byte[] broken = text.replace("site =", "site ==").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(broken))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("column 12: expected a text");
    byte[] earlier = text.replace("sion\":3", "sion\":1").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RingsDocument.decode(earlier))
        .hasMessageContaining("the lowest that says what the document says");
  }

  @Test
  void givenConditionAboutWhatRuns_whenItShallSelectARing_thenRefused() {
    assertThatThrownBy(() -> new Selector.Where(Condition.parse("version < 2")))
        .hasMessageContaining("a ring must not ask about version");
  }

  @Test
  void givenNoMatchingRing_whenAskedForMembership_thenThereIsNone() {
    var document =
        new RingsDocument(
            PRODUCT, 1, List.of(Ring.of("none", new Selector.StablePercentage("salt", 0))));

    assertThat(RingMembership.ringOf(document, DEVICE, DeviceAttributes.none())).isEmpty();
  }

  @Test
  void givenRing_whenItMoves_thenItsStatesAreFoundAsSet() {
    var ring = Ring.of("canary", new Selector.Everyone());

    assertThat(ring.findCurrent()).isEmpty();
    assertThat(ring.withCurrent(RELEASE).findCurrent()).contains(RELEASE);
    assertThat(ring.withNext(NEXT.withSharePpm(7).withState(NextState.PAUSED)).findNext())
        .hasValueSatisfying(
            next -> {
              assertThat(next.sharePpm()).isEqualTo(7);
              assertThat(next.state()).isEqualTo(NextState.PAUSED);
            });
    assertThat(ring.withNext(NEXT).withNext(new Next.None())).isEqualTo(ring);
  }

  private static String ringOf(RingsDocument document, String device, Set<String> tags) {
    var attributes = DeviceAttributes.of(tags, Map.of("region", "eu"));
    return RingMembership.ringOf(document, new DeviceId(device), attributes)
        .map(Ring::name)
        .orElse("");
  }
}
