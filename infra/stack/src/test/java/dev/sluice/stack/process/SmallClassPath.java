package dev.sluice.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The jars that `infra/sluice` gives to pages of help and to commands that speak to programs
/// elsewhere, read from the launcher.
public final class SmallClassPath {
  private static final Pattern LIST =
      Pattern.compile("for name in ([a-z0-9\\s\\\\-]+); do\\s+for jar in \"\\$stack/lib");

  private SmallClassPath() {}

  /// The names of the jars, without their versions and without that of the stack itself.
  public static List<String> names() {
    Matcher list = LIST.matcher(launcher());
    if (!list.find()) {
      throw new IllegalStateException("infra/sluice: expected a list of jars, found none");
    }
    return Stream.of(list.group(1).split("[\\s\\\\]+")).filter(name -> !name.isEmpty()).toList();
  }

  /// The text of the launcher.
  public static String launcher() {
    try {
      return Files.readString(Checkout.path("infra/sluice"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The command line with this class path, without its build.
  static List<String> commandLine() throws IOException {
    try (Stream<Path> all = Files.list(Checkout.path("infra/stack/target/lib"))) {
      return Checkout.commandLine(
          all.filter(jar -> names().stream().anyMatch(name -> isNamed(jar, name)))
              .map(Path::toString)
              .collect(Collectors.joining(":")));
    }
  }

  private static boolean isNamed(Path jar, String name) {
    return jar.getFileName().toString().matches(Pattern.quote(name) + "-[0-9].*\\.jar");
  }
}
