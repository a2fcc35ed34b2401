package dev.sluice.stack.cli;

import dev.sluice.program.exit.UsageException;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;

/// Arguments as the domain's types.
final class Arguments {
  private Arguments() {}

  /// @throws UsageException saying what a product may be called
  static ProductName product(String text) {
    try {
      return ProductName.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("product: " + e.getMessage());
    }
  }

  /// @throws UsageException saying what a version may be
  static Version version(String text) {
    try {
      return Version.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("version: " + e.getMessage());
    }
  }
}
