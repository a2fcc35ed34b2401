package dev.sluice.stack.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AccessMode;
import dev.sluice.stack.cluster.Container.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.Network;

/// Somebody at a machine of their own, with the command line, an empty home, and files to publish.
/// Of the pipeline they have a URL and perhaps a token.
///
/// @param desk folder of this machine with what they want to publish
/// @param network that leads to the pipeline's APIs
record Engineer(Path desk, Network network) {
  /// Their user.
  static final String NAME = "engineer";

  /// Who nobody else in the pipeline is.
  static final int USER = 4_711;

  /// Where they stand.
  static final String HOME = "/home/engineer";

  private static final String DESK = "/desk";

  /// What a command did.
  ///
  /// @param exit code
  /// @param out its standard output
  /// @param err its standard error
  record Outcome(int exit, String out, String err) {
    /// Requires that it ended well.
    void done() {
      assertThat(exit).as("%s", this).isZero();
    }

    /// Requires that it was refused with this code, in a line for a person.
    void refused(int code) {
      assertThat(exit).as("%s", this).isEqualTo(code);
      assertThat(err).isNotBlank().doesNotContain("Exception", "\tat ");
    }
  }

  /// Runs a command to its end.
  ///
  /// @param url of the API
  /// @param token of theirs, if they have one
  Outcome run(String url, Optional<String> token, List<String> arguments) {
    var environment = new HashMap<String, String>(Map.of("HOME", HOME, "SLUICE_URL", url));
    token.ifPresent(text -> environment.put("SLUICE_TOKEN", text));
    var command = new ArrayList<>(Images.STACK.java("128m", "dev.sluice.cli.Sluice"));
    command.addAll(arguments);
    var plan =
        new Plan(
            NAME,
            Images.STACK,
            USER,
            desk,
            DESK,
            AccessMode.ro,
            Map.of("/tmp", "rw,exec,mode=1777", HOME, "rw,mode=0700,uid=" + USER),
            environment,
            Map.of(),
            HOME,
            command);
    try (Container container = Container.start(plan, network)) {
      int exit = container.awaitEnd();
      return new Outcome(exit, container.output(), container.errors());
    }
  }

  /// What they call a file on their desk.
  static String file(String name) {
    return DESK + "/" + name;
  }
}
