package dev.sluice.publisher.command;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.UsageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Work on files that a person named: what is wrong with them becomes a line for that person.
@FunctionalInterface
interface FileWork {
  /// Does it.
  void run() throws IOException;

  /// Does some work.
  ///
  /// @return [ExitCode#DONE]
  /// @throws UsageException if a file is not there
  /// @throws FailedException if one cannot be read or written
  static int done(FileWork work) {
    try {
      work.run();
      return ExitCode.DONE;
    } catch (NoSuchFileException e) {
      throw new UsageException(
          e.getFile() + ": expected it, or its folder, to be there; check the path", e);
    } catch (FileAlreadyExistsException e) {
      throw new FailedException(
          e.getFile()
              + ": expected none, as it is written first; delete it if no other command is at it",
          e);
    } catch (FileSystemException e) {
      throw new FailedException(
          "%s: expected a file that can be used, got %s; check its permissions"
              .formatted(
                  e.getFile(),
                  e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()),
          e);
    } catch (IOException e) {
      throw new FailedException(
          "expected files that can be read and written, got " + e.getMessage(), e);
    }
  }
}
