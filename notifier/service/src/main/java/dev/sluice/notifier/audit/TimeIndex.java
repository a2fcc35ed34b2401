package dev.sluice.notifier.audit;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// Reads stores whose keys are a prefix and then a place, `<time>/<id>`: in the order of time.
///
/// `<time>` is the milliseconds since 1970 in 15 digits.
public final class TimeIndex {
  /// Most keys that one question looks at; the next page goes on from there.
  static final int MOST_LOOKED_AT = 20_000;

  private static final int TIME_LENGTH = 15;

  private TimeIndex() {}

  /// A moment as keys have it.
  public static String time(Instant at) {
    return String.format(Locale.ROOT, "%0" + TIME_LENGTH + "d", at.toEpochMilli());
  }

  /// Where an index is.
  @FunctionalInterface
  public interface Store {
    /// Opens it; throws [org.apache.kafka.streams.errors.InvalidStateStoreException] or
    /// [IllegalStateException] while it cannot be asked.
    ReadOnlyKeyValueStore<String, byte[]> open();
  }

  /// The store of this name that every notifier has whole.
  public static Store of(KafkaStreams streams, String name) {
    return () ->
        streams.store(
            StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
  }

  /// Asks an index.
  ///
  /// @param what it holds, for the message
  /// @throws IOException if it cannot be asked now: it is being restored, or the topology ends
  public static <T> T ask(
      Store store, String what, Function<ReadOnlyKeyValueStore<String, byte[]>, T> question)
      throws IOException {
    try {
      return question.apply(open(store));
    } catch (InvalidStateStoreException e) {
      throw new IOException(what + " cannot be asked now: " + e.getMessage(), e);
    }
  }

  private static ReadOnlyKeyValueStore<String, byte[]> open(Store store) {
    try {
      return store.open();
    } catch (IllegalStateException e) {
      // So Kafka Streams says that it runs no longer; from a reader it would be a bug.
      throw new InvalidStateStoreException(e);
    }
  }

  /// A part of an index.
  ///
  /// @param prefix of its keys
  /// @param from the first time, in the form of keys; empty for the first there is
  /// @param to the time before which it ends; `~` for none
  public record Span(String prefix, String from, String to) {}

  /// A page of a part, the newest first.
  ///
  /// @param find what a place stands for, if it is there and asked for
  /// @param placeOf the place of what was found
  public static <T> Page<T> newestFirst(
      ReadOnlyKeyValueStore<String, byte[]> index,
      Span span,
      PageRequest page,
      Function<String, Optional<T>> find,
      Function<T, String> placeOf) {
    boolean isLater = page.after().isEmpty() || span.to().compareTo(page.after()) < 0;
    String to = span.prefix() + (isLater ? span.to() : page.after());
    List<T> found = new ArrayList<>();
    String last = "";
    int lookedAt = 0;
    try (KeyValueIterator<String, byte[]> keys =
        index.reverseRange(span.prefix() + span.from(), to)) {
      while (keys.hasNext() && found.size() <= page.limit() && lookedAt < MOST_LOOKED_AT) {
        last = keys.next().key.substring(span.prefix().length());
        lookedAt++;
        if (!last.equals(page.after())) {
          find.apply(last).ifPresent(found::add);
        }
      }
      Page<T> cut = Page.of(found, page.limit(), placeOf);
      boolean isUnfinished = cut.next().isEmpty() && keys.hasNext();
      return isUnfinished ? new Page<>(cut.items(), Optional.of(last)) : cut;
    }
  }
}
