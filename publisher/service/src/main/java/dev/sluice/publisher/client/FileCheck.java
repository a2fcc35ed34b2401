package dev.sluice.publisher.client;

import dev.sluice.program.exit.UsageException;
import dev.sluice.publisher.PublishOutcome.UnusableFile;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Looks at a file before it is read: can it be released?
public final class FileCheck {
  private FileCheck() {}

  /// Looks at a file that has to be one that can be released.
  ///
  /// @throws UsageException saying what was expected and what came
  public static void require(Path file) {
    findFault(file)
        .ifPresent(
            fault -> {
              throw new UsageException(fault.message());
            });
  }

  /// Why a file cannot be released, if it cannot.
  public static Optional<UnusableFile> findFault(Path file) {
    if (!Files.exists(file)) {
      return fault(file, "a file", "nothing there", "check the path");
    }
    if (Files.isDirectory(file)) {
      return fault(file, "a file", "a directory", "pack it into one file first");
    }
    if (!Files.isRegularFile(file)) {
      return fault(file, "a regular file", "a device or pipe", "write it to a file first");
    }
    if (!Files.isReadable(file)) {
      return fault(file, "a readable file", "no permission", "check its permissions");
    }
    Path name = file.getFileName();
    if (name == null || !ArtifactName.isValid(name.toString())) {
      return fault(file, ArtifactName.SYNTAX, "\"" + name + "\"", "rename the file");
    }
    return findWrongLength(file);
  }

  private static Optional<UnusableFile> findWrongLength(Path file) {
    try {
      long lengthBytes = Files.size(file);
      if (lengthBytes == 0) {
        return fault(file, "at least one byte", "an empty file", "build it again");
      }
      if (lengthBytes > Artifact.MAX_LENGTH_BYTES) {
        return fault(
            file,
            "at most " + Artifact.MAX_LENGTH_BYTES + " bytes",
            lengthBytes + " bytes",
            "split it into several products");
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(unreadable(file, e));
    }
  }

  /// A file that failed while it was read.
  public static UnusableFile unreadable(Path file, IOException e) {
    return new UnusableFile(file, "a file that can be read", e.toString(), "try again");
  }

  /// A file that changed while it was sent.
  public static UnusableFile changed(Path file) {
    return new UnusableFile(
        file, "a file that stays as it is", "other bytes during the upload", "publish it again");
  }

  private static Optional<UnusableFile> fault(
      Path file, String expected, String received, String advice) {
    return Optional.of(new UnusableFile(file, expected, received, advice));
  }
}
