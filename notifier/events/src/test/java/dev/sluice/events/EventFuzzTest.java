package dev.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Events of every topic. Devices and hubs send theirs over MQTT, where anybody may write anything.
class EventFuzzTest {
  /// One of each kind, and so of each topic.
  static Stream<byte[]> events() {
    return GeneratedEvents.oneOfEach(new Seeded(7, 20)).stream()
        .map(event -> new StampedEvent<>("id", "source", Instant.EPOCH, Optional.empty(), event))
        .map(EventCodec::encodeStructured);
  }

  @MethodSource("events")
  @FuzzTest
  void givenAnyBytes_whenRead_thenAreRefusedOrComeBackInBothModes(byte[] document)
      throws MalformedJsonException {
    StampedEvent<?> stamped;
    try {
      stamped = EventCodec.decodeStructured(document);
    } catch (MalformedJsonException e) {
      assertThat(e.getMessage()).contains(": expected ").hasSizeLessThan(4_000);
      return;
    }
    var structured = EventCodec.encodeStructured(stamped);
    assertThat(EventCodec.decodeStructured(structured)).isEqualTo(stamped);
    assertThat(EventCodec.decode(EventCodec.attributes(stamped), EventCodec.data(stamped.event())))
        .isEqualTo(stamped);
    assertThat(Topic.all().stream().filter(topic -> topic.narrow(stamped).isPresent()))
        .containsExactly(stamped.event().topic());
  }
}
