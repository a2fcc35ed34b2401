package dev.sluice.agent.check;

import dev.sluice.update.port.Effect;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent;
import java.time.Duration;

/// Lets the program that reads the installed document read it anew.
///
/// For one thread.
public final class ReloadHook {
  private final Probe probe;
  private final Duration timeout;

  /// A hook of this kind.
  public ReloadHook(ReloadConfig config) {
    probe =
        config.command().isEmpty()
            ? (_, _) -> new HealthResult.Healthy()
            : new CommandProbe(config.command());
    timeout = config.timeout();
  }

  /// Runs the hook once, to its end or to its timeout.
  ///
  /// @throws InterruptedException if the thread is interrupted; nothing goes on then
  public UpdateEvent.Reloaded run(Effect.Reload effect) throws InterruptedException {
    return new UpdateEvent.Reloaded(effect.request(), probe.look("", timeout));
  }
}
