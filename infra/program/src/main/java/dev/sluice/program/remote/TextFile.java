package dev.sluice.program.remote;

import dev.sluice.program.exit.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text as people write it, such as a policy.
public final class TextFile {
  private TextFile() {}

  /// All of it.
  ///
  /// @throws UsageException if it cannot be read or is not UTF-8
  public static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException(
          "%s: expected a readable file in UTF-8, got %s"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
