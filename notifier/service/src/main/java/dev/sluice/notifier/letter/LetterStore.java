package dev.sluice.notifier.letter;

import dev.sluice.api.schema.ApiJson;
import dev.sluice.console.letter.LetterEntry;
import dev.sluice.console.letter.LetterState;
import dev.sluice.notifier.audit.TimeIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// The index of dead letters in a store of keys and bytes.
///
/// | key | value |
/// |---|---|
/// | `t/<time>/<id>` | the letter |
/// | `o/<time>/<id>` | nothing; of letters that are open |
/// | `i/<id>` | `<time>/<id>` |
final class LetterStore {
  static final String BY_TIME = "t/";
  static final String OPEN = "o/";
  private static final String BY_ID = "i/";
  private static final byte[] NOTHING = new byte[0];

  private LetterStore() {}

  static String place(LetterEntry letter) {
    return TimeIndex.time(letter.at()) + "/" + letter.id();
  }

  static void put(KeyValueStore<String, byte[]> store, LetterEntry letter) {
    String place = place(letter);
    store.put(BY_TIME + place, ApiJson.write(letter));
    store.put(BY_ID + letter.id(), place.getBytes(StandardCharsets.US_ASCII));
    if (letter.state() == LetterState.OPEN) {
      store.put(OPEN + place, NOTHING);
    } else {
      var _ = store.delete(OPEN + place);
    }
  }

  static void remove(KeyValueStore<String, byte[]> store, LetterEntry letter) {
    String place = place(letter);
    var _ = store.delete(BY_TIME + place);
    var _ = store.delete(OPEN + place);
    var _ = store.delete(BY_ID + letter.id());
  }

  static Optional<LetterEntry> find(ReadOnlyKeyValueStore<String, byte[]> store, String id) {
    return Optional.ofNullable(store.get(BY_ID + id))
        .flatMap(place -> at(store, new String(place, StandardCharsets.US_ASCII)));
  }

  static Optional<LetterEntry> at(ReadOnlyKeyValueStore<String, byte[]> store, String place) {
    return Optional.ofNullable(store.get(BY_TIME + place)).map(LetterStore::decode);
  }

  static LetterEntry decode(byte[] bytes) {
    try {
      return ApiJson.read(ApiJson.parse(bytes), LetterEntry.class);
    } catch (IOException e) {
      throw new IllegalStateException("a kept letter must be readable", e);
    }
  }
}
