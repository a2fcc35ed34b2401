package dev.sluice.console.command.session;

import dev.sluice.program.remote.Api;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.ApiOptions;
import dev.sluice.program.remote.OutputOptions;
import picocli.CommandLine.Mixin;

/// Picocli mixin: what every command of the console takes.
public final class Session {
  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  /// The notifier's API; the caller closes it.
  public ApiClient client() {
    return api.client(Api.NOTIFIER);
  }

  /// How it prints.
  public OutputOptions output() {
    return output;
  }
}
