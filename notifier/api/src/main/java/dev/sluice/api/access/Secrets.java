package dev.sluice.api.access;

import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Random secrets that stand for something for a while. Each is told once, to its holder; kept are
/// the latest `limit`, by their SHA-256. For any number of threads.
final class Secrets<V> {
  private static final int LENGTH_BYTES = 32;
  private static final int MAX_LENGTH = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Duration lifetime;
  private final InstantSource clock;
  private final Map<Digest, Entry<V>> entries;

  Secrets(Duration lifetime, int limit, InstantSource clock) {
    this.lifetime = lifetime;
    this.clock = clock;
    this.entries = new Latest<>(limit);
  }

  private record Entry<V>(V value, Instant ends) {}

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
  synchronized String give(V value) {
    String secret = random();
    entries.put(digest(secret), new Entry<>(value, end()));
    return secret;
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

  /// Forgets what was given out first.
  private static final class Latest<V> extends LinkedHashMap<Digest, V> {
    private static final long serialVersionUID = 1;

    private final int limit;

    Latest(int limit) {
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Digest, V> eldest) {
      return size() > limit;
    }
  }
}
