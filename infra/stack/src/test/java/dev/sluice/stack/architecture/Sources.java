package dev.sluice.stack.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The checked-out sources: POMs, Java files and README.md.
final class Sources {
  private static final Pattern TYPE =
      Pattern.compile("(?m)^[ \\w@()\"-]*\\b(?:class|record|interface|enum) ([A-Z]\\w*)");

  private final Path root;

  private Sources(Path root) {
    this.root = root;
  }

  /// The sources that this build was started on: the folder of the POM that lists modules, from
  /// here upwards.
  static Sources find() {
    var folder = Path.of("").toAbsolutePath();
    while (!isRoot(folder)) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("the tests must run below the folder of the root POM");
      }
    }
    return new Sources(folder);
  }

  private static boolean isRoot(Path folder) {
    var pom = folder.resolve("pom.xml");
    return Files.exists(pom) && read(pom).contains("<modules>");
  }

  Path root() {
    return root;
  }

  /// The modules that the root POM builds, in its order.
  List<String> modulePaths() {
    return Pom.read(root.resolve("pom.xml")).modules();
  }

  Pom pomOf(String modulePath) {
    return Pom.read(root.resolve(modulePath).resolve("pom.xml"));
  }

  /// All Java files of the modules, tests included.
  List<Path> javaFiles() {
    return modulePaths().stream().flatMap(module -> javaFiles(module, "src").stream()).toList();
  }

  /// The Java files of a module below one of its folders; none if the folder is not there.
  List<Path> javaFiles(String modulePath, String folder) {
    var start = root.resolve(modulePath).resolve(folder);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/node_modules/"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The simple names of all types that the sources declare, nested ones included.
  Set<String> declaredTypes() {
    var types = new TreeSet<String>();
    for (var file : javaFiles()) {
      TYPE.matcher(read(file))
          .results()
          .map((MatchResult found) -> found.group(1))
          .forEach(types::add);
    }
    return types;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " must be readable", e);
    }
  }
}
