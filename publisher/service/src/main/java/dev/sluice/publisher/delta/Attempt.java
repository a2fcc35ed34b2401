package dev.sluice.publisher.delta;

import dev.sluice.publisher.patch.BuildOutcome;
import java.io.IOException;
import java.nio.file.Path;

/// How the try to make one patch ended.
sealed interface Attempt {
  /// It is known what comes of it.
  ///
  /// @param patch the file, of use only after [BuildOutcome.Built]
  record Made(BuildOutcome outcome, Path patch) implements Attempt {}

  /// The store or the disk failed; worth another try.
  record Failed(IOException reason) implements Attempt {}

  /// It was not worth a try.
  record NotTried() implements Attempt {}
}
