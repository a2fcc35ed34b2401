package dev.sluice.console.command;

import dev.sluice.console.command.session.Waiting;
import dev.sluice.program.exit.PendingException;
import dev.sluice.program.remote.ApiClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Picocli mixin: which hold an order is about, and how long its effect is waited for.
final class HoldParameter {
  @Parameters(index = "0", paramLabel = "PRODUCT", description = "whose releases")
  private String product = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "of the hold")
  private String name = "";

  @Mixin private final Waiting waiting = new Waiting();

  String name() {
    return name;
  }

  /// How long its effect is waited for.
  Waiting waiting() {
    return waiting;
  }

  /// Where the API has the holds of the product.
  String productPath() {
    return SafeguardCommand.SAFEGUARDS + ApiClient.segment(product);
  }

  /// Where the API has this one.
  String path() {
    return productPath() + "/" + ApiClient.segment(name);
  }

  /// What is thrown while the effect has not shown.
  PendingException pending() {
    return new PendingException(
        "hold %s of %s: the order is safe, its effect did not show within %s; see `sluice safeguard list %s`"
            .formatted(name, product, waiting.limit(), product));
  }
}
