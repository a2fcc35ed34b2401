package dev.sluice.stack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.sluice.program.remote.Commands;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What no program reaches does not exist: every shipped type can be reached from a `main` method
/// or from a command, by the types that use each other.
class ReachableTest {
  /// Test helpers and simulation are reached from tests by their nature.
  private static final Set<String> TEST_MODULES =
      Set.of("dev.sluice.testkit", "dev.sluice.simulation", "dev.sluice.bench");

  @Test
  void givenShippedTypes_whenWalkingFromTheDoors_thenEachIsReached() {
    JavaClasses all = OurClasses.production();
    Set<String> reached = reached(all);

    var unreached = new TreeSet<String>();
    for (JavaClass type : all) {
      String name = outermost(type).getFullName();
      if (isShipped(type) && !reached.contains(name)) {
        unreached.add(name);
      }
    }
    assertThat(unreached).isEmpty();
  }

  @Test
  void givenWalk_whenStartedAtTheDoors_thenItFindsThemAll() {
    assertThat(reached(OurClasses.production()))
        .contains(
            "dev.sluice.publisher.PublisherMain",
            "dev.sluice.signer.SignerMain",
            "dev.sluice.notifier.NotifierMain",
            "dev.sluice.edge.EdgeMain",
            "dev.sluice.agent.AgentMain",
            "dev.sluice.cli.Sluice",
            "dev.sluice.console.command.ConsoleCommands");
  }

  private static Set<String> reached(JavaClasses all) {
    Deque<JavaClass> open = new ArrayDeque<>();
    for (JavaClass type : all) {
      if (isDoor(type)) {
        open.add(type);
      }
    }
    // A file is one thing: who reaches a type reaches all that is nested in it.
    Map<String, List<JavaClass>> files =
        all.stream().collect(Collectors.groupingBy(type -> outermost(type).getFullName()));
    Set<String> reached = new HashSet<>();
    while (!open.isEmpty()) {
      String file = outermost(open.pop()).getFullName();
      if (files.containsKey(file) && reached.add(file)) {
        for (JavaClass type : files.get(file)) {
          type.getDirectDependenciesFromSelf().forEach(used -> open.add(used.getTargetClass()));
        }
      }
    }
    return reached;
  }

  private static boolean isDoor(JavaClass type) {
    return type.tryGetMethod("main", String[].class).isPresent()
        || (type.isAssignableTo(Commands.class) && !type.isInterface());
  }

  private static boolean isShipped(JavaClass type) {
    String name = type.getPackageName();
    return !holdsOnlyConstants(type)
        && !type.getSimpleName().equals("package-info")
        && !type.getSimpleName().equals("module-info")
        && TEST_MODULES.stream().noneMatch(name::startsWith);
  }

  /// The compiler copies constants to where they are used and leaves no trace of their holder.
  private static boolean holdsOnlyConstants(JavaClass type) {
    return type.getMethods().isEmpty()
        && type.getFields().stream()
            .allMatch(
                field ->
                    field
                        .getModifiers()
                        .containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL)));
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outermost = type.getBaseComponentType();
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return outermost;
  }
}
