package dev.sluice.console;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.console.letter.LetterEntry;
import dev.sluice.console.letter.LetterFilter;
import dev.sluice.console.letter.LetterQueries;
import dev.sluice.console.letter.LetterState;
import dev.sluice.events.Event;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.ReplayOrdered;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Dead letters in memory; what is ordered of them is done at once.
final class InMemoryLetters implements LetterQueries {
  private final Map<String, LetterEntry> entries = new LinkedHashMap<>();
  private final Map<String, DeadLetter> records = new LinkedHashMap<>();

  synchronized void put(String id, DeadLetter letter, Instant at) {
    records.put(id, letter);
    entries.put(
        id,
        new LetterEntry(
            id,
            at,
            letter.originalTopic(),
            letter.originalKey(),
            letter.reason(),
            letter.consumer(),
            letter.data().lengthBytes(),
            0,
            0,
            LetterState.OPEN,
            letter.replayOf(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  synchronized void see(Event event, Instant at) {
    if (event instanceof ReplayOrdered order) {
      entries.computeIfPresent(
          order.letter(),
          (_, letter) -> letter.decided(LetterState.REPLAYED, order.by(), at, order.reason()));
    } else if (event instanceof DeadLetterDiscarded discarded) {
      entries.computeIfPresent(
          discarded.letter(),
          (_, letter) ->
              letter.decided(LetterState.DISCARDED, discarded.by(), at, discarded.reason()));
    }
  }

  @Override
  public synchronized Page<LetterEntry> list(LetterFilter filter, PageRequest page) {
    List<LetterEntry> newest =
        List.copyOf(entries.values()).reversed().stream().filter(filter::matches).toList();
    List<String> ids = newest.stream().map(LetterEntry::id).toList();
    return Page.of(
        newest.subList(ids.indexOf(page.after()) + 1, newest.size()),
        page.limit(),
        LetterEntry::id);
  }

  @Override
  public synchronized Optional<LetterEntry> find(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  @Override
  public synchronized Optional<DeadLetter> read(LetterEntry letter) {
    return Optional.ofNullable(records.get(letter.id()));
  }
}
