package dev.sluice.agent.link;

import dev.sluice.agent.disk.Durable;
import dev.sluice.events.ByteString;
import dev.sluice.events.confirmation.ConfirmationKey;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Confirmations on disk until the hub has them, oldest first. Safe for use by several threads.
///
/// At most [#MAX_ENTRIES] wait. When they are more, the oldest is dropped: a device that was cut
/// off for that many releases is judged by its latest ones.
public final class ConfirmationQueue {
  /// Most confirmations that wait. Each is below 4 KiB.
  public static final int MAX_ENTRIES = 256;

  /// Most confirmations that are kept aside.
  static final int MAX_REFUSED = 16;

  private static final String SUFFIX = ".json";
  private static final String REFUSED = ".refused";

  private final Path directory;

  /// The queue in a directory of its own, which must be there.
  public ConfirmationQueue(Path directory) {
    this.directory = directory;
  }

  /// Adds a confirmation, unless the same one waits already.
  ///
  /// @param payload what shall be delivered
  public synchronized void add(ConfirmationKey key, byte[] payload) throws IOException {
    String ending = "-" + hash(key) + SUFFIX;
    List<Path> waiting = waiting();
    if (waiting.stream().anyMatch(file -> file.getFileName().toString().endsWith(ending))) {
      return;
    }
    for (int i = 0; i <= waiting.size() - MAX_ENTRIES; i++) {
      Files.deleteIfExists(waiting.get(i));
    }
    long number = waiting.isEmpty() ? 1 : number(waiting.getLast()) + 1;
    Durable.write(directory.resolve("%012d%s".formatted(number, ending)), payload);
  }

  /// The confirmation that has waited longest.
  public synchronized Optional<Entry> findOldest() throws IOException {
    return findNext(waiting());
  }

  /// The confirmation that was added next after another, which may be gone.
  public synchronized Optional<Entry> findAfter(Entry before) throws IOException {
    return findNext(waiting().stream().filter(file -> file.compareTo(before.file()) > 0).toList());
  }

  private static Optional<Entry> findNext(List<Path> files) throws IOException {
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Entry(files.getFirst(), ByteString.of(Files.readAllBytes(files.getFirst()))));
  }

  /// Puts a confirmation aside that the hub will never take, for a person to look at. The same one
  /// again takes its place.
  ///
  /// @return where it is
  public synchronized Path putAside(Entry entry) throws IOException {
    String name = entry.file().getFileName().toString();
    Path aside = directory.resolve(name.substring(name.indexOf('-') + 1) + REFUSED);
    Files.move(entry.file(), aside, StandardCopyOption.REPLACE_EXISTING);
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> others =
          files
              .filter(file -> file.getFileName().toString().endsWith(REFUSED))
              .filter(file -> !file.equals(aside))
              .sorted()
              .toList();
      for (int i = 0; i < others.size() - (MAX_REFUSED - 1); i++) {
        Files.deleteIfExists(others.get(i));
      }
    }
    return aside;
  }

  /// Takes a delivered confirmation away.
  public synchronized void remove(Entry entry) throws IOException {
    Files.deleteIfExists(entry.file());
  }

  /// How many wait.
  public synchronized int size() throws IOException {
    return waiting().size();
  }

  private List<Path> waiting() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]{12}-[0-9a-f]{12}\\.json"))
          .sorted()
          .toList();
    }
  }

  private static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(0, 12));
  }

  private static String hash(ConfirmationKey key) {
    return Digest.sha256(key.toString().getBytes(StandardCharsets.UTF_8)).prefix();
  }

  /// A waiting confirmation.
  ///
  /// @param file where it waits
  /// @param payload what shall be delivered
  public record Entry(Path file, ByteString payload) {}
}
