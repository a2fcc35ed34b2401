package dev.sluice.console.command;

import dev.sluice.program.remote.Api;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.ApiOptions;
import dev.sluice.program.remote.OutputOptions;
import picocli.CommandLine.Mixin;

/// Picocli mixin: what every command of the console takes.
final class Session {
  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  /// The notifier's API; the caller closes it.
  ApiClient client() {
    return api.client(Api.NOTIFIER);
  }

  OutputOptions output() {
    return output;
  }
}
