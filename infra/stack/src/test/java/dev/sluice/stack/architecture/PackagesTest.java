package dev.sluice.stack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PackagesTest {
  private static final Sources SOURCES = Sources.find();

  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "common",
          "commons",
          "dto",
          "dtos",
          "helper",
          "helpers",
          "impl",
          "manager",
          "managers",
          "misc",
          "model",
          "models",
          "util",
          "utils",
          "utilities");

  @Test
  void givenEveryPackage_whenLookingForItsDescription_thenItIsNullMarked() {
    var unmarked = new TreeSet<String>();
    packages()
        .forEach(
            (name, folders) -> {
              boolean marked = folders.stream().anyMatch(PackagesTest::isNullMarked);
              if (!marked) {
                unmarked.add(name + " in " + folders);
              }
            });

    assertThat(unmarked).isEmpty();
  }

  private static boolean isNullMarked(Path folder) {
    var description = folder.resolve("package-info.java");
    return Files.exists(description) && Sources.read(description).contains("\n@NullMarked\n");
  }

  @Test
  void givenShippedPackages_whenReadingTheirDescription_thenThereIsOne() {
    var silent = new TreeSet<String>();
    for (var module : SOURCES.modulePaths()) {
      for (var file : SOURCES.javaFiles(module, "src/main/java")) {
        var folder = folderOf(file);
        var description = folder.resolve("package-info.java");
        boolean isModule = file.endsWith("module-info.java");
        if (!isModule
            && !(Files.exists(description) && Sources.read(description).startsWith("///"))) {
          silent.add(SOURCES.root().relativize(folder).toString());
        }
      }
    }

    assertThat(silent).isEmpty();
  }

  @Test
  void givenEveryPackage_whenReadingItsName_thenNoEmptyWord() {
    assertThat(packages().keySet()).noneMatch(PackagesTest::hasEmptyWord);
  }

  @Test
  void givenNamesWithEmptyWords_whenChecked_thenRefused() {
    assertThat(List.of("dev.sluice.tuf.util", "dev.sluice.model.x"))
        .allMatch(PackagesTest::hasEmptyWord);
    assertThat(hasEmptyWord("dev.sluice.tuf.metadata")).isFalse();
  }

  @Test
  void givenEveryPackage_whenLookingForItsModule_thenItIsTheOneItStandsIn() {
    var astray = new TreeSet<String>();
    for (var module : Layout.OURS.modules()) {
      for (var file : SOURCES.javaFiles(module.path(), "src")) {
        if (!file.endsWith("module-info.java") && !module.owns(packageOf(file))) {
          astray.add(SOURCES.root().relativize(file).toString());
        }
      }
    }

    assertThat(astray).isEmpty();
  }

  private static boolean hasEmptyWord(String packageName) {
    return List.of(packageName.split("\\.", -1)).stream().anyMatch(EMPTY_WORDS::contains);
  }

  /// Each package's folders; a test's package shares the description of the one it tests.
  private static Map<String, Set<Path>> packages() {
    var packages = new TreeMap<String, Set<Path>>();
    for (var file : SOURCES.javaFiles()) {
      if (!file.endsWith("module-info.java")) {
        packages.computeIfAbsent(packageOf(file), _ -> new TreeSet<>()).add(folderOf(file));
      }
    }
    return packages;
  }

  private static String packageOf(Path file) {
    var text = folderOf(file).toString();
    var sources = text.indexOf("/java/");
    return text.substring(sources + "/java/".length()).replace('/', '.');
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "sources stand in folders");
  }
}
