package dev.sluice.publisher.command;

import dev.sluice.program.exit.UsageException;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import java.util.function.Function;

/// Arguments as the domain's types.
final class Arguments {
  private Arguments() {}

  /// @throws UsageException saying what a product may be called
  static ProductName product(String text) {
    return parse("product", text, ProductName::parse);
  }

  /// @throws UsageException saying what a version may be
  static Version version(String text) {
    return parse("version", text, Version::parse);
  }

  /// @throws UsageException saying which kinds there are
  static Installer installer(String text) {
    return Installer.find(text)
        .orElseThrow(
            () ->
                new UsageException(
                    "--kind: expected one of %s, got \"%s\"".formatted(Installer.names(), text)));
  }

  /// @param text `product/version`
  /// @throws UsageException saying what a release is
  static ReleaseId release(String text) {
    return parse("release", text, ReleaseId::parse);
  }

  private static <T> T parse(String what, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(what + ": " + e.getMessage(), e);
    }
  }
}
