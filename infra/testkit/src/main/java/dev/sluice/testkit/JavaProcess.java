package dev.sluice.testkit;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM of its own for what a test kills or watches ending.
public final class JavaProcess {
  /// As those of the tests: a process of seconds gains nothing from the optimizing compiler, and on
  /// two cores the others wait for it.
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private JavaProcess() {}

  /// A process to be started, its errors in its output.
  ///
  /// @param options of the JVM, beside the usual ones
  /// @param mainClass its full name
  public static ProcessBuilder of(List<String> options, String mainClass, List<String> arguments) {
    List<String> command = command(options, classPath(), mainClass);
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /// The command line up to the arguments, with another class path than the tests'.
  public static List<String> command(List<String> options, String classPath, String mainClass) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, mainClass));
    return command;
  }

  /// Surefire may hide the class path in a jar's manifest, and then says it in a property.
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
        .replace("\n", File.pathSeparator);
  }
}
