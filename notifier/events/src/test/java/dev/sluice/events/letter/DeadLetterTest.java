package dev.sluice.events.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.ByteString;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.letter.DeadLetter.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

  @Test
  void givenEvent_whenALetterIsMade_thenItHoldsTheEventAsItCanBeReadAgain() throws Exception {
    var event = new DeadLetterDiscarded("letter-1", "demo/1", "ann", "no use");
    var stamped = new StampedEvent<>("7", "test", Instant.EPOCH, Optional.empty(), event);

    DeadLetter letter = DeadLetter.about(stamped, "no such ring", "signer");

    assertThat(letter.originalTopic()).isEqualTo("sluice.dead-letters");
    assertThat(letter.originalKey()).isEqualTo("demo/1");
    assertThat(EventCodec.decodeStructured(letter.data().bytes())).isEqualTo(stamped);
  }

  @Test
  void givenMoreThanALetterHolds_whenMade_thenItIsCutAndSaysSo() throws Exception {
    byte[] data = new byte[DeadLetter.MAX_DATA_LENGTH_BYTES + 1];
    var header = new Header("name", ByteString.of(new byte[1]));
    List<Header> headers = Collections.nCopies(DeadLetter.MAX_HEADERS + 1, header);

    DeadLetter letter = about("why".repeat(1_000), data, headers);

    assertThat(letter.data().lengthBytes()).isEqualTo(DeadLetter.MAX_DATA_LENGTH_BYTES);
    assertThat(letter.headers()).isEmpty();
    assertThat(letter.reason())
        .startsWith("whywhy")
        .endsWith(" (data cut from 1048577 bytes) (65 headers left out)")
        .hasSizeLessThan(1_100);
    assertThat(DeadLetter.fromData(letter.toData())).isEqualTo(letter);
  }

  @Test
  void givenTextsThatAreNoUnicode_whenMade_thenTheyAreReplaced() throws Exception {
    var header = Header.cleaned("na\uD800me", ByteString.of(new byte[1]));

    DeadLetter letter = about("half a pair: \uDC00", DATA, List.of(header));

    assertThat(letter.reason()).isEqualTo("half a pair: ?");
    assertThat(letter.headers()).extracting(Header::name).containsExactly("na?me");
  }

  @Test
  void givenLetterWhoseReplayFailed_whenMadeAgain_thenOnlyReasonAndOriginDiffer() {
    DeadLetter letter = about("first", DATA, List.of());

    assertThat(letter.again("letter-1", "second"))
        .isEqualTo(
            DeadLetter.about(
                "topic", "key", "second", "who", DATA, List.of(), Optional.of("letter-1")));
  }

  private static DeadLetter about(String reason, byte[] data, List<Header> headers) {
    return DeadLetter.about("topic", "key", reason, "who", data, headers, Optional.empty());
  }
}
