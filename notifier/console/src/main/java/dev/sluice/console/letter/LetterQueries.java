package dev.sluice.console.letter;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.events.letter.DeadLetter;
import java.io.IOException;
import java.util.Optional;

/// Asks for dead letters, from an index; only the letter that is shown is read from its topic.
public interface LetterQueries {
  /// Letters, the newest first.
  ///
  /// A page may hold fewer than were asked for, or none, and yet have a next one: each question
  /// looks at a bounded part of the index.
  ///
  /// @throws IOException if the index cannot be asked now
  Page<LetterEntry> list(LetterFilter filter, PageRequest page) throws IOException;

  /// One letter.
  ///
  /// @throws IOException if the index cannot be asked now
  Optional<LetterEntry> find(String id) throws IOException;

  /// The letter itself, with the record.
  ///
  /// @return empty if its topic has it no longer
  /// @throws IOException if Kafka does not answer
  Optional<DeadLetter> read(LetterEntry letter) throws IOException;
}
