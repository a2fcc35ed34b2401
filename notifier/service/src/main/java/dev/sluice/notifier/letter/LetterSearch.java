package dev.sluice.notifier.letter;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.console.letter.LetterEntry;
import dev.sluice.console.letter.LetterFilter;
import dev.sluice.console.letter.LetterQueries;
import dev.sluice.console.letter.LetterState;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.RecordReader;
import dev.sluice.notifier.audit.TimeIndex;
import java.io.IOException;
import java.util.Optional;

/// Searches the index that [LetterKeeper] keeps in this notifier, and reads single letters from
/// their topic. For any number of threads.
public final class LetterSearch implements LetterQueries {
  private static final String WHAT = "the dead letters";

  private final TimeIndex.Store store;
  private final KafkaConnection kafka;

  /// @param store opens the index
  /// @param kafka where the letters are
  public LetterSearch(TimeIndex.Store store, KafkaConnection kafka) {
    this.store = store;
    this.kafka = kafka;
  }

  @Override
  public Page<LetterEntry> list(LetterFilter filter, PageRequest page) throws IOException {
    boolean isOpen = filter.state().equals(Optional.of(LetterState.OPEN));
    String prefix = isOpen ? LetterStore.OPEN : LetterStore.BY_TIME;
    return TimeIndex.ask(
        store,
        WHAT,
        index ->
            TimeIndex.newestFirst(
                index,
                new TimeIndex.Span(prefix, "", "~"),
                page,
                place -> LetterStore.at(index, place).filter(filter::matches),
                LetterStore::place));
  }

  @Override
  public Optional<LetterEntry> find(String id) throws IOException {
    return TimeIndex.ask(store, WHAT, index -> LetterStore.find(index, id));
  }

  @Override
  public Optional<DeadLetter> read(LetterEntry letter) throws IOException {
    return RecordReader.read(kafka, Topic.DEAD_LETTERS, letter.partition(), letter.offset())
        .filter(stamped -> stamped.id().equals(letter.id()))
        .map(StampedEvent::event)
        .filter(DeadLetter.class::isInstance)
        .map(DeadLetter.class::cast);
  }
}
