package dev.sluice.publisher.client;

import dev.sluice.program.exit.UsageException;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks at a file before it is read: can it be released?
public final class FileCheck {
  private FileCheck() {}

  /// Refuses a file that cannot become an artifact.
  ///
  /// @throws UsageException saying what was expected, what came, and what to do
  public static void require(Path file) {
    if (!Files.exists(file)) {
      throw fault(file, "a file", "nothing there", "check the path");
    }
    if (Files.isDirectory(file)) {
      throw fault(file, "a file", "a directory", "pack it into one file first");
    }
    if (!Files.isRegularFile(file)) {
      throw fault(file, "a regular file", "a device or pipe", "write it to a file first");
    }
    if (!Files.isReadable(file)) {
      throw fault(file, "a readable file", "no permission", "check its permissions");
    }
    Path name = file.getFileName();
    if (name == null || !ArtifactName.isValid(name.toString())) {
      throw fault(file, ArtifactName.SYNTAX, "\"" + name + "\"", "rename the file");
    }
    requireLength(file);
  }

  private static void requireLength(Path file) {
    try {
      long lengthBytes = Files.size(file);
      if (lengthBytes == 0) {
        throw fault(file, "at least one byte", "an empty file", "build it again");
      }
      if (lengthBytes > Artifact.MAX_LENGTH_BYTES) {
        throw fault(
            file,
            "at most " + Artifact.MAX_LENGTH_BYTES + " bytes",
            lengthBytes + " bytes",
            "split it into several products");
      }
    } catch (IOException e) {
      throw fault(file, "a file that can be read", e.toString(), "try again");
    }
  }

  private static UsageException fault(Path file, String expected, String received, String advice) {
    return new UsageException(
        file + ": expected " + expected + ", got " + received + "; " + advice);
  }
}
