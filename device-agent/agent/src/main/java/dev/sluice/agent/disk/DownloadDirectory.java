package dev.sluice.agent.disk;

import dev.sluice.update.file.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where the files stand that the machine speaks of.
///
/// @param directory where downloads stand; the agent's own
/// @param installPath leads to the file that the agent keeps up to date, perhaps through links
record DownloadDirectory(Path directory, Path installPath) {
  Path path(LocalFile file) {
    return switch (file) {
      case LocalFile.Installed _ -> installFile();
      case LocalFile.Previous _ -> previous();
      case LocalFile.Artifact(var digest) -> directory.resolve(digest.hex() + ".artifact");
      case LocalFile.Patch(var digest) -> directory.resolve(digest.hex() + ".patch");
      case LocalFile.Checkpoint(var patch) -> directory.resolve(patch.hex() + ".checkpoint");
    };
  }

  /// The installed file itself: what stands beside it stands beside what the links lead to, so that
  /// they stay, and one rename puts another in its place.
  Path installFile() {
    return Inheritance.target(installPath);
  }

  /// The file that was installed before.
  Path previous() {
    return sibling(installFile().getFileName() + ".previous");
  }

  /// What becomes the previous one.
  Path previousStaged() {
    return sibling("." + installFile().getFileName() + ".previous.new");
  }

  /// What becomes the installed one.
  Path staged() {
    return sibling("." + installFile().getFileName() + ".new");
  }

  /// The journal of a patch that is applied over the installed file; where there is one, the file
  /// is not whole.
  Path journal() {
    return sibling("." + installFile().getFileName() + ".journal");
  }

  private Path sibling(String name) {
    return installFile().resolveSibling(name);
  }

  /// Gives the installed file a second name, or copies it where there can be no link.
  void secondName(Path second) throws IOException {
    if (!link(second)) {
      Files.copy(installFile(), second, StandardCopyOption.COPY_ATTRIBUTES);
      Durable.force(second);
    }
  }

  /// Gives the installed file a second name.
  ///
  /// @return false where the file system knows no links, or allows none to a file of somebody else
  boolean link(Path second) throws IOException {
    Files.deleteIfExists(second);
    try {
      Files.createLink(second, installFile());
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      return false;
    }
  }

  Path scratch() {
    return directory.resolve("scratch");
  }

  /// Deletes every download that is not in the set. What cannot be deleted is left for the next
  /// time.
  void keepOnly(Set<LocalFile> files) {
    Set<Path> kept = files.stream().map(this::path).collect(Collectors.toSet());
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(file -> !kept.contains(file)).forEach(DownloadDirectory::deleteQuietly);
    } catch (IOException e) {
      // Nothing to delete can be found, and nothing depends on it.
      return;
    }
  }

  static void deleteQuietly(Path file) {
    try {
      var _ = Files.deleteIfExists(file);
    } catch (IOException e) {
      // It stands under a name of its own and is deleted the next time.
      return;
    }
  }
}
