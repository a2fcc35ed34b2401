package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.events.ByteString;
import dev.sluice.program.exit.CannotStartException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConditionalWritesTest {
  @Test
  void givenStoreThatKeepsConditions_whenProbedAgainAndAgain_thenPasses() {
    var store = new Store(true, true);

    for (int i = 0; i < 3; i++) {
      assertThatCode(() -> ConditionalWrites.require(store, "s3")).doesNotThrowAnyException();
    }
  }

  @Test
  void givenStoreThatIgnoresIfNoneMatch_whenProbed_thenRefusedByName() {
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> ConditionalWrites.require(new Store(false, true), "s3 at h, bucket b"))
        .withMessageStartingWith(
            "s3 at h, bucket b: expected a store that keeps the condition If-None-Match: *");
  }

  @Test
  void givenStoreThatIgnoresIfMatch_whenProbed_thenRefusedByName() {
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> ConditionalWrites.require(new Store(true, false), "s3"))
        .withMessageContaining("the condition If-Match of a write");
  }

  /// A store that keeps the conditions that it knows.
  private static final class Store implements ObjectStore {
    private final boolean knowsAbsent;
    private final boolean knowsUnchanged;
    private final Map<String, byte[]> objects = new HashMap<>();
    private int writes;

    Store(boolean knowsAbsent, boolean knowsUnchanged) {
      this.knowsAbsent = knowsAbsent;
      this.knowsUnchanged = knowsUnchanged;
    }

    @Override
    public Optional<StoredDocument> find(String path, long maxLengthBytes) {
      return Optional.ofNullable(objects.get(path))
          .map(bytes -> new StoredDocument(ByteString.of(bytes), tag()));
    }

    @Override
    public OptionalLong findLengthBytes(String path) {
      byte[] found = objects.get(path);
      return found == null ? OptionalLong.empty() : OptionalLong.of(found.length);
    }

    @Override
    public Optional<String> write(String path, byte[] content, Expected expected) {
      boolean holds =
          switch (expected) {
            case Expected.Absent() -> !knowsAbsent || !objects.containsKey(path);
            case Expected.Unchanged(var entityTag) -> !knowsUnchanged || entityTag.equals(tag());
          };
      if (!holds) {
        return Optional.empty();
      }
      objects.put(path, content);
      writes++;
      return Optional.of(tag());
    }

    private String tag() {
      return "\"" + writes + "\"";
    }
  }
}
