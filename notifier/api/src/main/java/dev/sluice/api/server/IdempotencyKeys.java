package dev.sluice.api.server;

import dev.sluice.api.Problem;
import dev.sluice.tuf.digest.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answers to requests with an `Idempotency-Key`, so that a repeated one orders nothing twice.
///
/// In memory, for one server: the orders themselves are safe to repeat as well. It keeps the latest
/// [#KEYS_PER_PRINCIPAL] keys of each of the [#PRINCIPALS] who used one last. For any number of
/// threads.
final class IdempotencyKeys {
  static final int KEYS_PER_PRINCIPAL = 200;
  static final int PRINCIPALS = 200;

  private static final int KEY_LIMIT = 128;
  private static final int KEPT_BODY_LIMIT_BYTES = 64 << 10;

  private final Map<String, Map<String, Entry>> byPrincipal = new Latest<>(PRINCIPALS);

  /// Claims a key for a request.
  ///
  /// @param request digest of everything that makes the request what it is
  /// @return the answer, if the same request was answered before; otherwise the caller answers and
  ///     calls [#keep]
  /// @throws dev.sluice.api.ProblemException 400 if it is no key, 409 if the first request is under
  ///     way
  ///     or its answer was told once only, 422 if the key was used for another request
  synchronized Optional<Reply> claim(String principal, String key, Digest request) {
    if (key.isEmpty()
        || key.length() > KEY_LIMIT
        || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw Problem.badRequest("Idempotency-Key: expected 1 to 128 printable characters")
          .asException();
    }
    var keys = byPrincipal.computeIfAbsent(principal, _ -> new Latest<>(KEYS_PER_PRINCIPAL));
    @Nullable Entry known = keys.get(key);
    if (known == null) {
      keys.put(key, new Entry(request, Optional.empty(), true));
      return Optional.empty();
    }
    if (!known.request().equals(request)) {
      throw Problem.invalid(
              "Idempotency-Key: expected the request that it was used for first, got another",
              List.of())
          .withAdvice("use a new key for a new request")
          .asException();
    }
    if (known.reply().isEmpty()) {
      String why = known.underWay() ? "is under way" : "was answered once, and its answer not kept";
      throw Problem.conflict("Idempotency-Key: the first request " + why).asException();
    }
    return known.reply();
  }

  /// Keeps the answer for those who repeat the request, or frees the key if they may try again.
  synchronized void keep(String principal, String key, Digest request, Reply reply) {
    @Nullable Map<String, Entry> keys = byPrincipal.get(principal);
    if (keys == null) {
      return;
    }
    if (reply.isRepeatable() && reply.lengthBytes() <= KEPT_BODY_LIMIT_BYTES) {
      keys.put(key, new Entry(request, Optional.of(reply), false));
    } else if (reply.status() < 300) {
      keys.put(key, new Entry(request, Optional.empty(), false));
    } else {
      keys.remove(key);
    }
  }

  private record Entry(Digest request, Optional<Reply> reply, boolean underWay) {}

  /// Forgets what was used longest ago.
  private static final class Latest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    private final int limit;

    Latest(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > limit;
    }
  }
}
