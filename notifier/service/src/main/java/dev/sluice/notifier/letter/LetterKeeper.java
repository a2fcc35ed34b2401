package dev.sluice.notifier.letter;

import dev.sluice.console.letter.LetterEntry;
import dev.sluice.console.letter.LetterState;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.DeadLetterRecord;
import dev.sluice.events.letter.DeadLetterReplayed;
import dev.sluice.events.letter.ReplayOrdered;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.notifier.audit.TimeIndex;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index of the dead letters in every notifier: where each is and what became of it. The
/// records stay in the topic.
///
/// | state | event | next |
/// |---|---|---|
/// | – | letter | open |
/// | open, replayed | replay ordered | replaying |
/// | replaying | replayed | replayed |
/// | open | discarded | discarded |
/// | any other | | stays |
public final class LetterKeeper implements Processor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(LetterKeeper.class);

  /// The store's name.
  public static final String STORE = "letters";

  /// How many letters come between two looks for old ones.
  private static final int PRUNE_EVERY = 64;

  private final LetterConfig config;
  private final LongConsumer open;
  private ProcessorContext<Void, Void> context;
  private KeyValueStore<String, byte[]> store;
  private long letters;
  private long openLetters;
  private int untilPruned;

  /// @param config how much is kept
  /// @param open told how many letters are open whenever that changes
  @NullUnmarked // Streams calls init before anything else
  public LetterKeeper(LetterConfig config, LongConsumer open) {
    this.config = config;
    this.open = open;
  }

  @Override
  public void init(ProcessorContext<Void, Void> newContext) {
    context = newContext;
    store = context.getStateStore(STORE);
    letters = count(LetterStore.BY_TIME);
    openLetters = count(LetterStore.OPEN);
    untilPruned = 0;
    open.accept(openLetters);
  }

  private long count(String prefix) {
    long found = 0;
    try (KeyValueIterator<String, byte[]> all = store.range(prefix, prefix + '~')) {
      while (all.hasNext()) {
        var _ = all.next();
        found++;
      }
    }
    return found;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      keep(EventDeserializer.decode(Topic.DEAD_LETTERS, record.headers(), record.value()));
    } catch (MalformedJsonException e) {
      LOG.atError()
          .addKeyValue("key", record.key())
          .addKeyValue("reason", e.getMessage())
          .log("dead letter skipped: its event cannot be read");
    }
    open.accept(openLetters);
  }

  private void keep(StampedEvent<DeadLetterRecord> stamped) {
    Instant at = stamped.time();
    switch (stamped.event()) {
      case DeadLetter letter -> add(stamped, letter);
      case ReplayOrdered replay ->
          change(
              replay.letter(),
              kept ->
                  kept.state() == LetterState.DISCARDED
                      ? kept
                      : kept.decided(LetterState.REPLAYING, replay.by(), at, replay.reason()));
      case DeadLetterReplayed replayed ->
          change(
              replayed.letter(),
              kept -> kept.state() == LetterState.REPLAYING ? kept.in(LetterState.REPLAYED) : kept);
      case DeadLetterDiscarded discarded ->
          change(
              discarded.letter(),
              kept ->
                  kept.state() == LetterState.OPEN || kept.state() == LetterState.REPLAYING
                      ? kept.decided(LetterState.DISCARDED, discarded.by(), at, discarded.reason())
                      : kept);
    }
  }

  private void add(StampedEvent<DeadLetterRecord> stamped, DeadLetter letter) {
    boolean isOld = stamped.time().isBefore(oldest());
    if (isOld || LetterStore.find(store, stamped.id()).isPresent()) {
      return;
    }
    RecordMetadata place = context.recordMetadata().orElseThrow();
    LetterStore.put(
        store,
        new LetterEntry(
            stamped.id(),
            stamped.time(),
            letter.originalTopic(),
            letter.originalKey(),
            letter.reason(),
            letter.consumer(),
            letter.data().lengthBytes(),
            place.partition(),
            place.offset(),
            LetterState.OPEN,
            letter.replayOf(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    letters++;
    openLetters++;
    letter.replayOf().ifPresent(first -> change(first, kept -> kept.cameBack(stamped.id())));
    if (untilPruned-- <= 0) {
      prune();
      untilPruned = PRUNE_EVERY;
    }
  }

  private void change(String id, UnaryOperator<LetterEntry> change) {
    Optional<LetterEntry> kept = LetterStore.find(store, id);
    if (kept.isPresent()) {
      LetterEntry next = change.apply(kept.get());
      openLetters += openness(next) - openness(kept.get());
      LetterStore.put(store, next);
    }
  }

  private static int openness(LetterEntry letter) {
    return letter.state() == LetterState.OPEN ? 1 : 0;
  }

  private Instant oldest() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs()).minus(config.retention());
  }

  /// Takes out what is too old, and the oldest of what is too much.
  private void prune() {
    String limit = LetterStore.BY_TIME + TimeIndex.time(oldest());
    List<LetterEntry> old = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all =
        store.range(LetterStore.BY_TIME, LetterStore.BY_TIME + '~')) {
      while (all.hasNext() && old.size() < 2 * PRUNE_EVERY) {
        KeyValue<String, byte[]> next = all.next();
        if (next.key.compareTo(limit) >= 0 && letters - old.size() <= config.limit()) {
          break;
        }
        old.add(LetterStore.decode(next.value));
      }
    }
    for (LetterEntry letter : old) {
      LetterStore.remove(store, letter);
      letters--;
      openLetters -= openness(letter);
    }
  }
}
