package dev.sluice.stack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.architecture.Layout.Module;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
  private static final Sources SOURCES = Sources.find();

  /// What runs on a device: no server, no differ, and nothing that handles signing keys.
  private static final Set<String> ON_DEVICE =
      Set.of(
          "device-agent/agent",
          "device-agent/update",
          "infra/program",
          "publisher/formats",
          "publisher/patch",
          "publisher/release",
          "notifier/events",
          "signer/tuf");

  /// Only the POM rules see these: nothing depends on them, and they may use everything anyway.
  private static final Set<String> UNUSED_BY_STACK = Set.of("infra/bench");

  private static final List<String> SERVER_GROUPS =
      List.of(
          "org.apache.kafka",
          "org.apache.camel",
          "software.amazon.awssdk",
          "io.helidon",
          "org.gaul",
          "io.netty");

  static List<Module> modules() {
    return Layout.OURS.modules();
  }

  @Test
  void givenRootPom_whenComparedWithLayout_thenSameModules() {
    assertThat(Layout.OURS.modules())
        .extracting(Module::path)
        .containsExactlyInAnyOrderElementsOf(SOURCES.modulePaths());
  }

  @Test
  void givenClassPath_whenLookingForEachModule_thenRulesSeeItsClasses() {
    var seen = new TreeSet<String>();
    OurClasses.production()
        .forEach(
            type ->
                Layout.OURS
                    .findByPackage(type.getPackageName())
                    .map(Module::path)
                    .ifPresent(seen::add));

    var expected = new TreeSet<>(SOURCES.modulePaths());
    expected.removeAll(UNUSED_BY_STACK);
    assertThat(seen).containsAll(expected);
  }

  @Test
  void givenAllClasses_whenTheyUseOthers_thenOnlyWhatTheirLayerMay() {
    LayerRules.layers(Layout.OURS).check(OurClasses.production());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void givenPom_whenItNamesOurModules_thenOnlyWhatItsLayerMay(Module module) {
    var refused =
        SOURCES.pomOf(module.path()).dependencies().stream()
            .filter(dependency -> dependency.isOurs() && !dependency.isForTestsOnly())
            .map(dependency -> Layout.OURS.findByArtifactId(dependency.artifactId()).orElseThrow())
            .filter(used -> !Layout.OURS.mayUse(module, used))
            .map(Module::path);

    assertThat(refused).as("modules that %s may not use", module.path()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void givenModule_whenItsPackagesUseEachOther_thenNotInCircles(Module module) {
    LayerRules.noCycles(module).check(OurClasses.production());
  }

  @Test
  void givenAgent_whenFollowingItsDependencies_thenNoServerIsReached() {
    var reached = new TreeSet<String>();
    follow("device-agent/agent", reached);

    assertThat(reached).isSubsetOf(ON_DEVICE);
    var libraries =
        reached.stream()
            .flatMap(module -> SOURCES.pomOf(module).dependencies().stream())
            .filter(dependency -> !dependency.isForTestsOnly());
    assertThat(libraries)
        .noneMatch(library -> SERVER_GROUPS.contains(library.groupId()))
        .noneMatch(library -> library.artifactId().contains("hivemq-community"));
  }

  private static void follow(String module, Set<String> reached) {
    if (!reached.add(module)) {
      return;
    }
    SOURCES.pomOf(module).dependencies().stream()
        .filter(dependency -> dependency.isOurs() && !dependency.isForTestsOnly())
        .map(dependency -> Layout.OURS.findByArtifactId(dependency.artifactId()).orElseThrow())
        .forEach(used -> follow(used.path(), reached));
  }

  @Test
  void givenContract_whenItUsesAShell_thenRefused() {
    var layout =
        new Layout(
            List.of(
                new Module(
                    "signer/tuf", "dev.sluice.stack.architecture.offender.early", Layer.CONTRACT),
                new Module(
                    "signer/service", "dev.sluice.stack.architecture.offender.late", Layer.SHELL)));

    var result = LayerRules.layers(layout).evaluate(OurClasses.offenders());

    assertThat(result.getFailureReport().getDetails())
        .anyMatch(line -> line.startsWith("signer/tuf may not use signer/service"));
  }

  @Test
  void givenTwoPackagesInACircle_whenChecked_thenRefused() {
    var module = new Module("infra/stack", "dev.sluice.stack.architecture.offender", Layer.SHELL);

    assertThat(LayerRules.noCycles(module).evaluate(OurClasses.offenders()).hasViolation())
        .isTrue();
  }

  @Test
  void givenLayout_whenAskedForEachException_thenOnlyThoseAreAllowed() {
    assertThat(mayUse("device-agent/update", "publisher/patch")).isTrue();
    assertThat(mayUse("device-agent/update", "publisher/formats")).isTrue();
    assertThat(mayUse("device-agent/update", "publisher/diff")).isFalse();
    assertThat(mayUse("device-agent/agent", "publisher/patch")).isFalse();
    assertThat(mayUse("publisher/diff", "publisher/patch")).isTrue();
    assertThat(mayUse("publisher/patch", "publisher/formats")).isTrue();
    assertThat(mayUse("publisher/patch", "publisher/diff")).isFalse();
    assertThat(mayUse("publisher/formats", "publisher/patch")).isFalse();
    assertThat(mayUse("publisher/service", "notifier/kafka")).isTrue();
    assertThat(mayUse("edge-cache/node", "notifier/kafka")).isFalse();
    assertThat(mayUse("signer/service", "publisher/store")).isTrue();
    assertThat(mayUse("signer/service", "publisher/service")).isFalse();
    assertThat(mayUse("publisher/store", "notifier/kafka")).isFalse();
    assertThat(mayUse("notifier/api", "notifier/kafka")).isTrue();
    assertThat(mayUse("notifier/kafka", "notifier/api")).isFalse();
    assertThat(mayUse("publisher/service", "notifier/api")).isTrue();
    assertThat(mayUse("publisher/service", "notifier/console")).isFalse();
    assertThat(mayUse("notifier/service", "notifier/console")).isTrue();
    assertThat(mayUse("notifier/console", "notifier/service")).isFalse();
    assertThat(mayUse("notifier/events", "publisher/release")).isTrue();
    assertThat(mayUse("publisher/release", "notifier/events")).isFalse();
    assertThat(mayUse("edge-cache/node", "notifier/rollout")).isFalse();
    assertThat(mayUse("infra/stack", "edge-cache/cache")).isTrue();
    assertThat(mayUse("infra/testkit", "signer/tuf")).isFalse();
    assertThat(mayUse("device-agent/agent", "infra/program")).isTrue();
    assertThat(mayUse("notifier/kafka", "infra/program")).isTrue();
    assertThat(mayUse("edge-cache/cache", "infra/program")).isFalse();
    assertThat(mayUse("infra/program", "signer/tuf")).isFalse();
    assertThat(mayUse("signer/service", "infra/testkit")).isFalse();
  }

  private static boolean mayUse(String user, String used) {
    return Layout.OURS.mayUse(module(user), module(used));
  }

  private static Module module(String path) {
    return Layout.OURS.findByArtifactId(path.replace('/', '-')).orElseThrow();
  }
}
