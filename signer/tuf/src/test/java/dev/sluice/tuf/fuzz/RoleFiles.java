package dev.sluice.tuf.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.GeneratedMetadata;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Trustees;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What holds for the files of every role.
final class RoleFiles {
  /// Characters that were read from an escape of two may be written as one of six.
  private static final int MAX_GROWTH = 3;

  private RoleFiles() {}

  /// Signed files of generated documents.
  static Stream<byte[]> of(Function<Seeded, ? extends RoleMetadata> documents) {
    return LongStream.range(0, 6)
        .mapToObj(Seeded::new)
        .map(seed -> GeneratedMetadata.envelope(seed, documents.apply(seed)).encode());
  }

  /// The document, if the file is one.
  static <T extends RoleMetadata> Optional<T> requireSound(
      byte[] file, long maxBytes, RoleMetadata.Decoder<T> decoder) throws MalformedJsonException {
    Envelope envelope;
    T document;
    try {
      envelope = Envelope.decode(file, JsonLimits.ofLength(maxBytes));
      document = decoder.decode(envelope.signed());
    } catch (MalformedJsonException e) {
      assertThat(e.getMessage()).contains(": expected ").hasSizeLessThan(4_000);
      return Optional.empty();
    }
    assertThat(Envelope.decode(envelope.encode(), JsonLimits.ofLength(MAX_GROWTH * maxBytes)))
        .isEqualTo(envelope);
    assertThat(Envelope.signedBytes(document)).isEqualTo(envelope.signedBytes());
    assertThat(decoder.decode(document.toJson())).isEqualTo(document);
    assertThat(CanonicalJson.encode(document.toJson())).isEqualTo(Envelope.signedBytes(document));
    return Optional.of(document);
  }

  /// Counting never fails, and never counts a key twice.
  static void requireCounted(Trustees trustees, byte[] file, long maxBytes)
      throws MalformedJsonException {
    var envelope = Envelope.decode(file, JsonLimits.ofLength(maxBytes));
    assertThat(trustees.countSignatures(envelope))
        .isBetween(0, Math.min(envelope.signatures().size(), trustees.materials().size()));
  }
}
