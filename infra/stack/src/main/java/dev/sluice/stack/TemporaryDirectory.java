package dev.sluice.stack;

import dev.sluice.program.exit.FailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder that is deleted when it is closed, unless a person named it or something in it is
/// needed.
public final class TemporaryDirectory implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Path path;
  private boolean kept;

  private TemporaryDirectory(Path path, boolean kept) {
    this.path = path;
    this.kept = kept;
  }

  /// The named folder, which stays; or a new one that goes.
  public static TemporaryDirectory unless(@Nullable Path named, String prefix) {
    try {
      return named == null
          ? new TemporaryDirectory(Files.createTempDirectory(prefix), false)
          : new TemporaryDirectory(named, true);
    } catch (IOException e) {
      throw new FailedException(
          "a temporary folder was expected, but "
              + Reason.of(e)
              + "; set -Djava.io.tmpdir or use --data",
          e);
    }
  }

  /// Where it is.
  public Path path() {
    return path;
  }

  /// Leaves it where it is, for somebody to look at.
  public void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    // A server that was stopped in a hurry may still write its last file: then once more.
    for (int attempt = 1; ; attempt++) {
      try {
        deleteAll();
        return;
      } catch (UncheckedIOException | IOException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw new FailedException(
              "temporary folder "
                  + path
                  + ": deleting it was expected, but "
                  + Reason.of(e)
                  + "; delete it by hand",
              e);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void deleteAll() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
