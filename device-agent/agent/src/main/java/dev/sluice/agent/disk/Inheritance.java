package dev.sluice.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a new file takes over from the one in whose place it is put: owner, group, extended
/// attributes and mode. Whoever may run or read the file afterwards is who could before.
final class Inheritance {
  /// As many as Linux follows.
  private static final int MAX_LINKS = 40;

  private static final List<String> OWNERS = List.of("unix:uid", "unix:gid");
  private static final String MODE = "unix:mode";

  /// The rest of a mode says what kind of file it is.
  private static final int MODE_BITS = 07777;

  private Inheritance() {}

  /// The file that a path leads to, through any symbolic links; it need not be there. Links that
  /// lead in a circle lead nowhere, which whoever opens it is told.
  static Path target(Path path) {
    Path at = path;
    try {
      for (int links = 0; links < MAX_LINKS && Files.isSymbolicLink(at); links++) {
        at = at.resolveSibling(Files.readSymbolicLink(at));
      }
      return at;
    } catch (IOException e) {
      return path; // it is no link any more
    }
  }

  /// Lets `heir` be as the file that stands in the place where it goes; nothing follows if there is
  /// none.
  ///
  /// In this order: another owner takes special bits of the mode away, and the capabilities.
  ///
  /// @throws IOException if it cannot be given that, such as another owner by an agent that is not
  ///     root
  static void take(Path from, Path heir) throws IOException {
    if (!Files.exists(from)
        || !from.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    for (String name : OWNERS) {
      Object wanted = Files.getAttribute(from, name);
      if (!wanted.equals(Files.getAttribute(heir, name))) {
        Files.setAttribute(heir, name, wanted);
      }
    }
    Files.setAttribute(heir, MODE, (int) Files.getAttribute(from, MODE) & MODE_BITS);
    ExtendedAttributes.copy(from, heir);
  }
}
