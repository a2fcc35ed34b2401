package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.StampedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventSerdeTest {
  private final EventSerde serde = new EventSerde();
  private final StampedEvent event =
      new StampedEvent(
          "id-1", "signer", Instant.parse("2030-01-01T00:00:00Z"), Samples.ringsSigned("gate", 7));

  @Test
  void givenEvent_whenSerialized_thenHeadersFollowTheCloudEventsBinding() {
    var headers = new RecordHeaders();

    byte[] data = serde.serialize("topic", headers, event);

    assertThat(Arrays.stream(headers.toArray()).map(Header::key))
        .containsExactlyInAnyOrder(
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_subject",
            "ce_time",
            "content-type");
    assertThat(text(headers, "ce_type")).isEqualTo("rings.signed");
    assertThat(text(headers, "content-type")).isEqualTo("application/json");
    assertThat(new String(data, StandardCharsets.UTF_8)).startsWith("{\"product\":\"gate\"");
  }

  @Test
  void givenSerializedEvent_whenDeserialized_thenItIsTheSame() {
    var headers = new RecordHeaders();
    byte[] data = serde.serialize("topic", headers, event);

    var read = serde.deserialize("topic", headers, data);

    assertThat(read).isEqualTo(event);
  }

  @Test
  void givenNoHeaders_whenSerialized_thenItIsOneDocument() {
    byte[] document = serde.serialize("store", event);

    assertThat(serde.deserialize("store", document)).isEqualTo(event);
    assertThat(serde.deserialize("store", new RecordHeaders(), document)).isEqualTo(event);
  }

  @Test
  void givenHeadersOfAnotherEvent_whenSerialized_thenTheyAreReplacedAndOthersKept() {
    var headers = new RecordHeaders();
    headers.add("ce_extension", new byte[] {'x'}).add("trace", new byte[] {'t'});
    var _ =
        serde.serialize(
            "topic",
            headers,
            new StampedEvent("id-0", "other", event.time(), Samples.ringsSigned("door", 1)));

    byte[] data = serde.serialize("topic", headers, event);

    assertThat(serde.deserialize("topic", headers, data)).isEqualTo(event);
    assertThat(headers.lastHeader("ce_extension")).isNull();
    assertThat(headers.lastHeader("trace")).isNotNull();
  }

  @Test
  void givenTombstone_whenPassedThrough_thenStaysOne() {
    assertThat(serde.serialize("topic", new RecordHeaders(), null)).isNull();
    assertThat(serde.serialize("store", null)).isNull();
    assertThat(serde.deserialize("topic", new RecordHeaders(), (byte[]) null)).isNull();
    assertThat(serde.deserialize("store", (byte[]) null)).isNull();
  }

  @Test
  void givenBytesThatAreNoEvent_whenDeserialized_thenSaysWhatWasExpected() {
    byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> serde.deserialize("topic", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("expected JSON");
  }

  private static String text(RecordHeaders headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
