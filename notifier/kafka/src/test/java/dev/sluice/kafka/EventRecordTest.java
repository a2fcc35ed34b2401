package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.release.ReleaseId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventRecordTest {
  private final EventSerializer serializer = new EventSerializer();
  private final EventDeserializer<SigningEvent> deserializer =
      new EventDeserializer<>(Topic.SIGNING);
  private final StampedEvent<?> event =
      new StampedEvent<>(
          "id-1", "signer", Instant.parse("2030-01-01T00:00:00Z"), Samples.ringsSigned("gate", 7));

  @Test
  void givenEvent_whenSerialized_thenHeadersFollowTheCloudEventsBinding() {
    var headers = new RecordHeaders();

    byte[] data = serializer.serialize("topic", headers, event);

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
    byte[] data = serializer.serialize("topic", headers, event);

    var read = deserializer.deserialize("topic", headers, data);

    assertThat(read).isEqualTo(event);
  }

  @Test
  void givenNoHeaders_whenSerialized_thenItIsOneDocument() {
    byte[] document = serializer.serialize("store", event);

    assertThat(deserializer.deserialize("store", document)).isEqualTo(event);
    assertThat(deserializer.deserialize("store", new RecordHeaders(), document)).isEqualTo(event);
  }

  @Test
  void givenHeadersOfAnotherEvent_whenSerialized_thenTheyAreReplacedAndOthersKept() {
    var headers = new RecordHeaders();
    headers.add("ce_extension", new byte[] {'x'}).add("trace", new byte[] {'t'});
    var _ =
        serializer.serialize(
            "topic",
            headers,
            new StampedEvent<>("id-0", "other", event.time(), Samples.ringsSigned("door", 1)));

    byte[] data = serializer.serialize("topic", headers, event);

    assertThat(deserializer.deserialize("topic", headers, data)).isEqualTo(event);
    assertThat(headers.lastHeader("ce_extension")).isNull();
    assertThat(headers.lastHeader("trace")).isNotNull();
  }

  @Test
  void givenTombstone_whenPassedThrough_thenStaysOne() {
    assertThat(serializer.serialize("topic", new RecordHeaders(), null)).isNull();
    assertThat(serializer.serialize("store", null)).isNull();
    assertThat(deserializer.deserialize("topic", new RecordHeaders(), (byte[]) null)).isNull();
    assertThat(deserializer.deserialize("store", (byte[]) null)).isNull();
  }

  @Test
  void givenBytesThatAreNoEvent_whenDeserialized_thenSaysWhatWasExpected() {
    byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> deserializer.deserialize("topic", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("expected JSON");
  }

  @Test
  void givenHeadersWithoutValues_whenReadOrBuried_thenTheyAreEmpty() {
    var headers = new RecordHeaders();
    byte[] data = serializer.serialize("topic", headers, event);
    headers.add(DeadLetters.REPLAY_OF, null).add("ce_extension", null);

    assertThat(deserializer.deserialize("topic", headers, data)).isEqualTo(event);
    assertThat(DeadLetters.letter("topic", "gate", "why", "who", new byte[1], headers).replayOf())
        .isEmpty();
    headers.remove("ce_id").add("ce_id", null);
    assertThatThrownBy(() -> deserializer.deserialize("topic", headers, data))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void givenEventOfAnotherTopic_whenDeserialized_thenIsRefused() {
    var withdrawn = new ReleaseWithdrawn(ReleaseId.parse("gate/1"), 1, "broken");
    byte[] bytes =
        serializer.serialize(
            "topic", new StampedEvent<>("id-1", "signer", event.time(), withdrawn));

    assertThatThrownBy(() -> deserializer.deserialize("topic", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("expected an event of sluice.signing, got release.withdrawn");
  }

  @Test
  void givenEventOnATrace_whenPassedThroughHeaders_thenTheTraceComesWithIt() {
    var trace = new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
    var traced =
        new StampedEvent<>(
            "id-2", "signer", event.time(), Optional.of(trace), Samples.ringsSigned("gate", 8));
    var headers = new RecordHeaders();

    byte[] data = serializer.serialize("topic", headers, traced);

    assertThat(text(headers, "ce_traceparent")).isEqualTo(trace.toString());
    assertThat(deserializer.deserialize("topic", headers, data)).isEqualTo(traced);
  }

  private static String text(RecordHeaders headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
