package dev.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
  private static final Digest DIGEST = Digest.sha256(new byte[] {1});
  private static final StampedEvent<?> EVENT =
      new StampedEvent<>(
          "id-1",
          "signer",
          Instant.parse("2030-01-01T00:00:00Z"),
          new RingsSigned(new ProductName("gateway"), 7, DIGEST, new MetadataVersions(3, 2)));

  @Test
  void givenEvent_whenEncodedStructured_thenIsACloudEvent() {
    var text = new String(EventCodec.encodeStructured(EVENT), StandardCharsets.UTF_8);

    assertThat(text)
        .isEqualTo(
            "{\"specversion\":\"1.0\",\"id\":\"id-1\",\"source\":\"signer\","
                + "\"type\":\"rings.signed\",\"subject\":\"gateway\","
                + "\"time\":\"2030-01-01T00:00:00Z\",\"datacontenttype\":\"application/json\","
                + "\"data\":{\"product\":\"gateway\",\"sequence\":7,\"document\":\""
                + DIGEST.hex()
                + "\",\"versions\":{\"timestamp\":3,\"snapshot\":2}}}");
  }

  @Test
  void givenEveryKindOfEvent_whenListed_thenTheCodecKnowsThemAll() {
    var seed = new Seeded(1);

    List<Event> events = GeneratedEvents.oneOfEach(seed);

    assertThat(events.stream().map(event -> event.getClass().getName()).toList())
        .containsExactlyInAnyOrderElementsOf(kinds(Event.class).map(Class::getName).toList());
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventCodecTest::kinds)
        : Stream.of(type);
  }

  @Test
  void givenAnyEvent_whenDecodedInEitherMode_thenIsTheSame() {
    Property.check(
        "event encode and decode agree",
        1_000,
        seed -> {
          var event = GeneratedEvents.stamped(seed);

          byte[] structured = EventCodec.encodeStructured(event);
          byte[] data = EventCodec.data(event.event());

          assertThat(EventCodec.decodeStructured(structured)).isEqualTo(event);
          assertThat(EventCodec.decode(EventCodec.attributes(event), data)).isEqualTo(event);
          assertThat(EventCodec.encodeStructured(EventCodec.decodeStructured(structured)))
              .isEqualTo(structured);
        });
  }

  @Test
  void givenDamagedEvent_whenDecoded_thenOnlyTheDocumentedRefusalComesOut() {
    Property.check(
        "damaged events are refused as documented",
        20_000,
        seed -> {
          byte[] damaged =
              Mutations.mutate(seed, EventCodec.encodeStructured(GeneratedEvents.stamped(seed)));

          try {
            var decoded = EventCodec.decodeStructured(damaged);
            assertThat(EventCodec.decodeStructured(EventCodec.encodeStructured(decoded)))
                .isEqualTo(decoded);
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining("expected");
          }
        });
  }

  @Test
  void givenDamagedAttributes_whenDecoded_thenOnlyTheDocumentedRefusalComesOut() {
    Property.check(
        "damaged attributes are refused as documented",
        2_000,
        seed -> {
          var event = GeneratedEvents.stamped(seed);
          Map<String, String> attributes = new HashMap<>(EventCodec.attributes(event));
          String name = seed.pick(List.copyOf(attributes.keySet()));
          if (seed.chance(0.3)) {
            attributes.remove(name);
          } else {
            attributes.put(seed.chance(0.2) ? seed.text(9) : name, seed.text(300) + "\ud800");
          }

          try {
            assertThat(EventCodec.decode(attributes, EventCodec.data(event.event())).event())
                .isEqualTo(event.event());
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining("expected");
          }
        });
  }

  @Test
  void givenTopic_whenItsEventsAreSent_thenEachIsTheTopicsOwn() {
    for (Event event : GeneratedEvents.oneOfEach(new Seeded(2))) {
      var stamped = new StampedEvent<>("1", "test", EVENT.time(), event);

      assertThat(event.topic().narrow(stamped).isPresent()).isTrue();
      assertThat(Topic.all().stream().filter(topic -> topic.narrow(stamped).isPresent()))
          .containsExactly(event.topic());
    }
  }

  @Test
  void givenEventOfAnotherTopic_whenDecodedAsOnesOwn_thenRefuses() {
    byte[] document = EventCodec.encodeStructured(EVENT);

    assertThatThrownBy(() -> EventCodec.decodeStructured(Topic.RELEASES, document))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("type: expected an event of sluice.releases, got rings.signed");
  }

  @Test
  void givenTrace_whenRead_thenOnlyTheFormOfTheStandardIsOne() {
    String ids = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

    assertThat(TraceParent.find("00-" + ids + "-01")).map(TraceParent::sampled).contains(true);
    assertThat(TraceParent.find("00-" + ids + "-00")).map(TraceParent::sampled).contains(false);
    for (String other :
        List.of(
            "",
            "00-" + ids,
            "ff-" + ids + "-01",
            "00-" + ids.toUpperCase(Locale.ROOT) + "-01",
            "00-" + "0".repeat(32) + "-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-" + "0".repeat(16) + "-01")) {
      assertThat(TraceParent.find(other)).isEmpty();
    }
  }

  @Test
  void givenEventsOfOlderSenders_whenRead_thenTheRolloutStartsAsThePolicySays()
      throws MalformedJsonException {
    var signed =
        new ReleaseSigned(
            ReleaseId.parse("gateway/1"),
            1,
            0,
            DIGEST,
            new MetadataVersions(1, 1),
            StartRequest.AS_POLICY,
            0);
    var stamped = new StampedEvent<>("1", "signer", EVENT.time(), signed);
    byte[] older =
        new String(EventCodec.encodeStructured(stamped), StandardCharsets.UTF_8)
            .replace(",\"start\":\"as-policy\",\"policyVersion\":0", "")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(new String(older, StandardCharsets.UTF_8)).doesNotContain("policyVersion");
    assertThat(EventCodec.decodeStructured(older)).isEqualTo(stamped);
  }

  record Refused(String name, String from, String to, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Refused> refused() {
    return List.of(
        new Refused("other specification", "\"1.0\"", "\"0.3\"", "specversion: expected 1.0"),
        new Refused("unknown type", "rings.signed", "rings.eaten", "type: expected a known event"),
        new Refused("other subject", "subject\":\"gateway", "subject\":\"door", "subject"),
        new Refused("empty id", "\"id-1\"", "\"\"", "id: expected 1 to 256"),
        new Refused("other media type", "application/json", "text/plain", "datacontenttype"),
        new Refused("time without zone", "00:00Z", "00:00", "time: expected a moment"),
        new Refused("year before 1970", "2030-", "1969-", "time: expected a moment in the years"),
        new Refused("sequence of zero", "\"sequence\":7", "\"sequence\":0", "data.sequence"),
        new Refused("no data", "\"data\":", "\"date\":", "data: expected an object, got nothing"),
        new Refused("fraction", "\"snapshot\":2", "\"snapshot\":2.0", "expected an integer"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void givenEventWithOneMistake_whenDecoded_thenNamesIt(Refused refused) {
    String text = new String(EventCodec.encodeStructured(EVENT), StandardCharsets.UTF_8);
    assertThat(text).contains(refused.from());
    byte[] document = text.replace(refused.from(), refused.to()).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> EventCodec.decodeStructured(document))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(refused.message());
  }

  @Test
  void givenUnknownAttributeAndMember_whenDecoded_thenAreIgnored() throws MalformedJsonException {
    String text = new String(EventCodec.encodeStructured(EVENT), StandardCharsets.UTF_8);
    byte[] newer =
        text.replace("\"id\":", "\"traceparent\":\"00-1\",\"id\":")
            .replace("\"sequence\":", "\"colour\":\"red\",\"sequence\":")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(EventCodec.decodeStructured(newer)).isEqualTo(EVENT);
  }
}
