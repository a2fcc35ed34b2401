package dev.sluice.api.access;

import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Random secrets that stand for something for a while. Each is told once, to its holder, and kept
/// by
/// its SHA-256: the latest few of each owner, so that nobody pushes another's out, and the latest
/// [#LIMIT] of all. For any number of threads.
final class Secrets<V> {
  /// Bounds the memory; some hundred owners have to use all of theirs to reach it.
  private static final int LIMIT = 10_000;

  private static final int LENGTH_BYTES = 32;
  private static final int MAX_LENGTH = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Duration lifetime;
  private final InstantSource clock;
  private final int limitOfOwner;

  /// What was given out first comes first.
  private final Map<Digest, Entry<V>> entries = new LinkedHashMap<>();

  /// @param limitOfOwner how many of one owner are kept
  Secrets(Duration lifetime, int limitOfOwner, InstantSource clock) {
    this.lifetime = lifetime;
    this.limitOfOwner = limitOfOwner;
    this.clock = clock;
  }

  private record Entry<V>(Digest owner, V value, Instant ends) {}

  static String random() {
    byte[] bytes = new byte[LENGTH_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// When a secret that is given out now ends.
  Instant end() {
    return clock.instant().plus(lifetime);
  }

  /// Gives a new secret out.
  ///
  /// @param owner SHA-256 of the token that asks for it
  synchronized String give(Digest owner, V value) {
    makeRoom(owner);
    String secret = random();
    entries.put(digest(secret), new Entry<>(owner, value, end()));
    return secret;
  }

  /// Forgets what is over, and the first of an owner or of all when there are enough.
  private void makeRoom(Digest owner) {
    Instant now = clock.instant();
    entries.values().removeIf(entry -> !now.isBefore(entry.ends()));
    List<Digest> own =
        entries.entrySet().stream()
            .filter(entry -> entry.getValue().owner().equals(owner))
            .map(Map.Entry::getKey)
            .toList();
    if (own.size() >= limitOfOwner) {
      entries.remove(own.getFirst());
    } else if (entries.size() >= LIMIT) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /// What a secret stands for, if its time is not over.
  synchronized Optional<V> find(String secret) {
    if (secret.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    @Nullable Entry<V> entry = entries.get(digest(secret));
    return entry != null && clock.instant().isBefore(entry.ends())
        ? Optional.of(entry.value())
        : Optional.empty();
  }

  /// The same, for the last time.
  synchronized Optional<V> take(String secret) {
    Optional<V> found = find(secret);
    found.ifPresent(_ -> entries.remove(digest(secret)));
    return found;
  }

  private static Digest digest(String secret) {
    return Digest.sha256(secret.getBytes(StandardCharsets.UTF_8));
  }
}
