package dev.sluice.store;

import dev.sluice.program.exit.CannotStartException;
import dev.sluice.store.ObjectStore.Expected;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Asks a store whether it keeps the conditions of writes (If-None-Match and If-Match, RFC 9110
/// section 13). Some S3-compatible ones take such a request and write all the same: two releases
/// would get one counter, and a timestamp could replace a later one, unnoticed.
public final class ConditionalWrites {
  private static final String PATH = "probe/conditional-writes";

  private ConditionalWrites() {}

  /// Tries both conditions at an object of its own, which stays; returns if the store kept them.
  ///
  /// @param name of the store, for the message
  /// @throws CannotStartException if it did not keep one
  /// @throws StoreException if it does not answer, or refuses us
  public static void require(ObjectStore store, String name) throws StoreException {
    var _ = store.write(PATH, bytes("there"), new Expected.Absent());
    require(store, name, "If-None-Match: *", new Expected.Absent());
    require(store, name, "If-Match", new Expected.Unchanged("\"0123456789abcdef\""));
  }

  /// Something stands there, and not what this expects; no two tries write the same.
  private static void require(ObjectStore store, String name, String header, Expected wrong)
      throws StoreException {
    if (store.write(PATH, bytes(UUID.randomUUID().toString()), wrong).isPresent()) {
      throw new CannotStartException(
          "%s: expected a store that keeps the condition %s of a write, got one that writes all the same; two releases could get one counter: use a store with conditional writes, or a version of this one that has them"
              .formatted(name, header));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
