package dev.sluice.stack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.sluice.cli.Sluice;
import dev.sluice.program.remote.Commands;
import dev.sluice.stack.process.SmallClassPath;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `infra/sluice` gives most commands a few jars of many, so that they start at once: those jars
/// must hold all that these commands use.
class SmallClassPathTest {
  /// Commands that hold servers or keys and get every jar.
  private static final Set<String> ON_THE_LARGE_ONE =
      Set.of("DemoCommand", "UpCommand", "KeysCommand", "FleetCommand");

  /// Read by tools only, never loaded.
  private static final Set<String> ANNOTATIONS_ONLY = Set.of("jspecify", "error_prone_annotations");

  private static final Pattern MODULE = Pattern.compile(".*/([a-z-]+)/([a-z-]+)/target/classes/.*");
  private static final Pattern JAR = Pattern.compile(".*/([a-z0-9_-]+?)-[0-9][^/]*\\.jar!.*");

  @Test
  void givenSmallCommands_whenFollowingWhatTheyUse_thenItsJarsAreAllListed() {
    assertThat(SmallClassPath.names()).containsAll(used());
  }

  @Test
  void givenLauncher_whenReadingWhichCommandsGetAllJars_thenTheyAreThoseOfThisRule() {
    assertThat(SmallClassPath.launcher())
        .containsPattern("up\\|demo\\|keys\\)\\s+cache=none classpath=\"\\$own:\\$stack/lib/\\*\"");
    assertThat(used())
        .as("the walk goes on behind the list of commands")
        .contains("infra-program", "publisher-diff", "picocli", "jackson-databind");
  }

  private static Set<String> used() {
    JavaClasses all = OurClasses.production();
    Deque<JavaClass> open = new ArrayDeque<>();
    all.stream()
        .filter(type -> type.isAssignableTo(Commands.class) || type.isEquivalentTo(Sluice.class))
        .forEach(open::add);
    Set<String> seen = new HashSet<>();
    Set<String> jars = new TreeSet<>();
    while (!open.isEmpty()) {
      JavaClass type = open.pop();
      if (seen.add(type.getFullName())) {
        jarOf(type).ifPresent(jars::add);
        if (type.getPackageName().startsWith("dev.sluice")
            && !ON_THE_LARGE_ONE.contains(type.getSimpleName())) {
          type.getDirectDependenciesFromSelf().stream()
              .map(Dependency::getTargetClass)
              .map(JavaClass::getBaseComponentType)
              .map(used -> all.contain(used.getFullName()) ? all.get(used.getFullName()) : used)
              .forEach(open::add);
        }
      }
    }
    jars.removeAll(ANNOTATIONS_ONLY);
    // The launcher names it by itself.
    jars.remove("infra-stack");
    return jars;
  }

  /// The name of the jar without its version; empty for the JDK's own classes.
  private static Optional<String> jarOf(JavaClass type) {
    String file = type.getFullName().replace('.', '/') + ".class";
    URL found = SmallClassPathTest.class.getClassLoader().getResource(file);
    if (found == null) {
      return Optional.empty();
    }
    Matcher module = MODULE.matcher(found.toString());
    Matcher jar = JAR.matcher(found.toString());
    return module.matches()
        ? Optional.of(module.group(1) + "-" + module.group(2))
        : Optional.of(jar).filter(Matcher::matches).map(matched -> matched.group(1));
  }
}
