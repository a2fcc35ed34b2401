package dev.sluice.events.rings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.events.GeneratedEvents;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Rings documents, in every format version.
class RingsDocumentFuzzTest {
  static Stream<byte[]> documents() {
    return LongStream.range(0, 8)
        .mapToObj(seed -> GeneratedEvents.document(new Seeded(seed, 30)).encode());
  }

  @MethodSource("documents")
  @FuzzTest
  void givenAnyBytes_whenRead_thenAreRefusedOrComeBackAsTheSameDocument(byte[] bytes)
      throws MalformedJsonException {
    RingsDocument document;
    try {
      document = RingsDocument.decode(bytes);
    } catch (MalformedJsonException e) {
      assertThat(e.getMessage()).contains(": expected ").hasSizeLessThan(4_000);
      return;
    }
    var again = RingsDocument.decode(document.encode());
    assertThat(again).isEqualTo(document);
    assertThat(again.encode()).isEqualTo(document.encode());
  }
}
