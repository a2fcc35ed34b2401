package dev.sluice.stack.process;

import dev.sluice.testkit.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the launchers of this checkout stand.
public final class Checkout {
  private static final Path TOP = findTop();

  private Checkout() {}

  /// A file or folder, by its path from the top.
  public static Path path(String relative) {
    return TOP.resolve(relative);
  }

  /// The launcher of a program, which stands in the folder of its component.
  public static Path launcher(String program) {
    return path(
        switch (program) {
          case "publisher", "signer", "notifier" -> program + "/sluice-" + program;
          case "edge" -> "edge-cache/sluice-edge";
          case "agent" -> "device-agent/sluice-agent";
          default -> throw new IllegalArgumentException(program);
        });
  }

  /// The folder of a program's classes and libraries.
  public static Path target(String program) {
    return path(
        switch (program) {
          case "publisher", "signer", "notifier" -> program + "/service/target";
          case "edge" -> "edge-cache/node/target";
          case "agent" -> "device-agent/agent/target";
          default -> throw new IllegalArgumentException(program);
        });
  }

  /// The command line: the class path of `infra/sluice`, without its build.
  public static List<String> commandLine() {
    return commandLine(path("infra/stack/target/lib") + "/*");
  }

  /// The command line with these jars in place of all.
  static List<String> commandLine(String jars) {
    return JavaProcess.command(
        List.of(), path("infra/stack/target/classes") + ":" + jars, "dev.sluice.cli.Sluice");
  }

  private static Path findTop() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("infra/sluice"))) {
        return folder;
      }
    }
    throw new IllegalStateException("expected to run inside a checkout");
  }
}
