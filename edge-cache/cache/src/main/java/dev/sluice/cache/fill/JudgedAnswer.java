package dev.sluice.cache.fill;

import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.util.Optional;

/// What upstream answered for a slice, and whether it can be what the path says.
///
/// That an object ends before its first byte is the empty object, and is judged as one: a server
/// that refuses a range which it could serve must not replace a good copy by nothing.
///
/// @param fetched what upstream answered
/// @param checksum of the bytes that came
/// @param objection why the bytes cannot be what the path says; empty if nothing speaks against
///     them, and for an answer without bytes
public record JudgedAnswer(Fetched fetched, Digest checksum, Optional<String> objection) {
  private static final ObjectFacts EMPTY =
      new ObjectFacts(0, 0, ObjectFacts.UNKNOWN_TYPE, Duration.ZERO);
  private static final ArrivedBody NOTHING =
      new ArrivedBody() {
        @Override
        public Digest checksum() {
          return Digest.sha256(bytes());
        }

        @Override
        public byte[] bytes() {
          return new byte[0];
        }
      };

  /// Judges an answer by [BodyRules]. It may read all of the body, and needs no lock.
  public static JudgedAnswer of(SliceKey key, Fetched fetched, ArrivedBody body) {
    return switch (fetched) {
      case Fetched.Found(var facts) -> found(key, facts, body);
      case Fetched.PastEnd _ when key.index() == 0 -> found(key, EMPTY, NOTHING);
      case Fetched.PastEnd _, Fetched.Absent _, Fetched.Changed _, Fetched.Unavailable _ ->
          new JudgedAnswer(fetched, NOTHING.checksum(), Optional.empty());
    };
  }

  private static JudgedAnswer found(SliceKey key, ObjectFacts facts, ArrivedBody body) {
    var checksum = body.checksum();
    return new JudgedAnswer(
        new Fetched.Found(facts), checksum, BodyRules.objection(key, facts, checksum, body));
  }
}
