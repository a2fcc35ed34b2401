package dev.sluice.agent.check;

import dev.sluice.update.port.Effect;
import dev.sluice.update.port.HealthResult;
import dev.sluice.update.port.UpdateEvent;
import java.time.Duration;

/// Looks at the health of the installed version as the configuration says.
///
/// For one thread.
public final class HealthCheck {
  private final Probe probe;

  /// A check of this kind.
  public HealthCheck(HealthConfig config) {
    if (!config.command().isEmpty()) {
      probe = new CommandProbe(config.command());
    } else if (config.http().isPresent()) {
      probe = new HttpProbe(config.http().get());
    } else if (config.file().isPresent()) {
      probe = new FileProbe(config.file().get());
    } else {
      probe = (_, _) -> new HealthResult.Healthy();
    }
  }

  /// By what a later look can tell whether anything happened since.
  public String mark() {
    return probe.mark();
  }

  /// Looks once.
  ///
  /// @throws InterruptedException if the thread is interrupted; nothing goes on then
  public UpdateEvent.HealthChecked look(Effect.CheckHealth effect) throws InterruptedException {
    long start = System.nanoTime();
    HealthResult result = probe.look(effect.mark(), effect.limit());
    return new UpdateEvent.HealthChecked(
        effect.request(), result, Duration.ofNanos(System.nanoTime() - start));
  }
}
