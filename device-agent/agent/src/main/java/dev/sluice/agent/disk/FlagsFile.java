package dev.sluice.agent.disk;

import dev.sluice.release.Installer;
import dev.sluice.release.flags.FlagName;
import dev.sluice.release.flags.FlagsDocument;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/// The file of flags that the program reads, derived from the released one.
///
/// For one thread.
///
/// @param released the document of the release, which the agent keeps in its own directory
/// @param installFile the file that the program reads
public record FlagsFile(Path released, Path installFile) {
  /// Keeps what stands in the program's place as what was released, if nothing is kept yet: an
  /// agent of an earlier version kept it there, and whether it is a release its digest tells.
  ///
  /// @throws IOException if it cannot be read or kept
  public void adopt() throws IOException {
    if (!Files.exists(released)
        && Files.isRegularFile(installFile)
        && Files.size(installFile) <= Installer.MAX_DOCUMENT_BYTES) {
      Durable.write(released, Files.readAllBytes(installFile));
    }
  }

  /// Derives the program's file, which is either the old or the new one at every moment.
  ///
  /// @param off the flags to switch off
  /// @return whether it is another than before
  /// @throws IOException if the released document cannot be read, or the file not be written
  /// @throws MalformedJsonException if the released document is no set of flags
  public boolean derive(Set<FlagName> off) throws IOException, MalformedJsonException {
    byte[] derived = FlagsDocument.switchedOff(Files.readAllBytes(released), off);
    boolean isSame =
        Files.isRegularFile(installFile) && Arrays.equals(Files.readAllBytes(installFile), derived);
    if (!isSame) {
      Files.createDirectories(installFile.toAbsolutePath().getParent());
      Durable.replace(installFile, derived);
    }
    return !isSame;
  }
}
