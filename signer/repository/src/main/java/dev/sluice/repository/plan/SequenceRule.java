package dev.sluice.repository.plan;

import dev.sluice.events.ByteString;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.Optional;

/// The sequence rule: a rings document is signed only above the last sequence that was signed, and
/// the same one again changes nothing.
///
/// | document | last signed | verdict |
/// |---|---|---|
/// | any | none | sign |
/// | the very bytes that were signed last | | signed already |
/// | other bytes | a lower sequence | sign |
/// | other bytes | the same sequence or a higher one | refuse |
final class SequenceRule {
  private static final String SLUICE = "sluice";
  private static final String SEQUENCE = "sequence";

  private SequenceRule() {}

  /// What is to be done with a document.
  sealed interface Verdict {
    /// The rings role is to vouch for it.
    record Sign(TargetFile target, ByteString content) implements Verdict {}

    /// The rings role does so already.
    record Signed(Digest document) implements Verdict {}

    /// Its sequence is not above the last.
    record Refuse(long lastSequence) implements Verdict {}
  }

  /// Judges a document by the target that the rings role vouches for now.
  static Verdict judge(RingsDocument document, Optional<TargetFile> last) {
    byte[] bytes = document.encode();
    Digest digest = Digest.sha256(bytes);
    if (last.isPresent() && last.get().sha256().equals(digest)) {
      return new Verdict.Signed(digest);
    }
    long lastSequence = last.map(SequenceRule::sequenceOf).orElse(0L);
    if (document.sequence() <= lastSequence) {
      return new Verdict.Refuse(lastSequence);
    }
    var target =
        new TargetFile(document.path(), bytes.length, digest, customOf(document.sequence()));
    return new Verdict.Sign(target, ByteString.of(bytes));
  }

  private static JsonObject customOf(long sequence) {
    JsonObject inner = JsonObject.builder().put(SEQUENCE, sequence).build();
    return JsonObject.builder().put(SLUICE, inner).build();
  }

  /// The sequence stands beside the target, so that no document has to be read back.
  private static long sequenceOf(TargetFile target) {
    try {
      return target.custom().requireObject(SLUICE).requireLong(SEQUENCE);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("our own rings target must carry its sequence", e);
    }
  }
}
