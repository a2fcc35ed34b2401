package dev.sluice.stack.architecture;

import static dev.sluice.stack.architecture.Layer.BENCHMARK;
import static dev.sluice.stack.architecture.Layer.BINDING;
import static dev.sluice.stack.architecture.Layer.CONTRACT;
import static dev.sluice.stack.architecture.Layer.CORE;
import static dev.sluice.stack.architecture.Layer.SHELL;
import static dev.sluice.stack.architecture.Layer.TEST;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The modules, their packages and layers, and who may use whom.
///
/// @param modules in the order of the contracts: a contract may use those before it
record Layout(List<Module> modules) {
  /// The modules of the design's section 2.
  static final Layout OURS =
      new Layout(
          List.of(
              new Module("infra/testkit", "dev.sluice.testkit", TEST),
              new Module("infra/program", "dev.sluice.program", BINDING),
              new Module("signer/tuf", "dev.sluice.tuf", CONTRACT),
              new Module("publisher/release", "dev.sluice.release", CONTRACT),
              new Module("notifier/events", "dev.sluice.events", CONTRACT),
              new Module("signer/repository", "dev.sluice.repository", CORE),
              new Module("publisher/formats", "dev.sluice.formats", CORE),
              new Module("publisher/patch", "dev.sluice.patch", CORE),
              new Module("publisher/diff", "dev.sluice.diff", CORE),
              new Module("notifier/rollout", "dev.sluice.rollout", CORE),
              new Module("edge-cache/cache", "dev.sluice.cache", CORE),
              new Module("device-agent/update", "dev.sluice.update", CORE),
              new Module("notifier/kafka", "dev.sluice.kafka", BINDING),
              new Module("notifier/api", "dev.sluice.api", BINDING),
              new Module("publisher/store", "dev.sluice.store", BINDING),
              new Module("signer/service", "dev.sluice.signer", SHELL),
              new Module("publisher/service", "dev.sluice.publisher", SHELL),
              new Module("notifier/console", "dev.sluice.console", SHELL),
              new Module("notifier/service", "dev.sluice.notifier", SHELL),
              new Module("edge-cache/node", "dev.sluice.edge", SHELL),
              new Module("device-agent/agent", "dev.sluice.agent", SHELL),
              new Module("infra/simulation", "dev.sluice.simulation", TEST),
              new Module("infra/servers", "dev.sluice.server", SHELL),
              new Module("infra/fleet", "dev.sluice.fleet", SHELL),
              new Module("infra/cli", "dev.sluice.cli", SHELL),
              new Module("infra/stack", "dev.sluice.stack", SHELL),
              new Module("infra/bench", "dev.sluice.bench", BENCHMARK)));

  private static final String PROGRAM = "infra/program";

  /// What it takes to apply a patch, from what it stands on upwards, and what it takes to make one.
  private static final List<String> PATCHER = List.of("publisher/formats", "publisher/patch");

  private static final String DIFFER = "publisher/diff";

  private static final Set<String> PIPELINE_SHELLS =
      Set.of("signer/service", "publisher/service", "notifier/console", "notifier/service");

  /// An API takes orders as events.
  private static final String API = "notifier/api";

  private static final String API_EVENTS = "notifier/kafka";

  /// What the notifier's program is made of, beside its own module.
  private static final String CONSOLE = "notifier/console";

  private static final String CONSOLE_PROGRAM = "notifier/service";

  /// One module.
  ///
  /// @param path its folder from the top, two parts
  /// @param rootPackage the package that it owns, with all below
  record Module(String path, String rootPackage, Layer layer) {
    String component() {
      return path.substring(0, path.indexOf('/'));
    }

    String artifactId() {
      return path.replace('/', '-');
    }

    boolean owns(String packageName) {
      return packageName.equals(rootPackage) || packageName.startsWith(rootPackage + ".");
    }
  }

  /// The module that owns a package.
  Optional<Module> findByPackage(String packageName) {
    return modules.stream().filter(module -> module.owns(packageName)).findFirst();
  }

  Optional<Module> findByArtifactId(String artifactId) {
    return modules.stream().filter(module -> module.artifactId().equals(artifactId)).findFirst();
  }

  /// Whether classes of `user` may use classes of `used` outside tests.
  ///
  /// Shell, then core, then contract, never back; components meet in contracts. The device's update
  /// core uses the patcher, never the differ; the pipeline's shells share the bindings, of which
  /// the API's uses
  /// Kafka's;
  /// the notifier's program holds the console; what every program has uses nothing of ours and
  /// serves shells and bindings; the rest of infra sees everything.
  boolean mayUse(Module user, Module used) {
    if (user.equals(used)) {
      return true;
    }
    if (user.path().equals(PROGRAM)) {
      return false;
    }
    if (used.path().equals(PROGRAM)) {
      return user.layer() == SHELL || user.layer() == BINDING || user.layer() == BENCHMARK;
    }
    if (user.component().equals("infra")) {
      return user.layer() != TEST || !user.path().equals("infra/testkit");
    }
    return switch (used.layer()) {
      case CONTRACT -> user.layer() != CONTRACT || isBefore(used, user);
      case CORE -> isOwnCore(user, used) || isPatcher(user, used);
      case BINDING -> PIPELINE_SHELLS.contains(user.path()) || isEventsForApi(user, used);
      case SHELL -> user.path().equals(CONSOLE_PROGRAM) && used.path().equals(CONSOLE);
      case TEST, BENCHMARK -> false;
    };
  }

  private boolean isBefore(Module first, Module second) {
    return modules.indexOf(first) < modules.indexOf(second);
  }

  private static boolean isOwnCore(Module user, Module used) {
    return user.layer() == SHELL && user.component().equals(used.component());
  }

  private static boolean isEventsForApi(Module user, Module used) {
    return user.path().equals(API) && used.path().equals(API_EVENTS);
  }

  /// The device's update core and the differ stand on the patcher, and that on the formats.
  private static boolean isPatcher(Module user, Module used) {
    boolean isUser =
        user.path().equals("device-agent/update")
            || user.path().equals(DIFFER)
            || PATCHER.indexOf(user.path()) > PATCHER.indexOf(used.path());
    return isUser && PATCHER.contains(used.path());
  }
}
