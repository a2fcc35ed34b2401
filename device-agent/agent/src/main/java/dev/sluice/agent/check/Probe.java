package dev.sluice.agent.check;

import dev.sluice.update.port.HealthResult;
import java.time.Duration;

/// One kind of look at the health of the installed version.
interface Probe {
  /// What is noted before the switch, so that a later look can tell whether anything happened
  /// since;
  /// empty where a look needs none.
  default String mark() {
    return "";
  }

  /// Looks once.
  ///
  /// @param mark what was noted before the switch; empty if there was none
  /// @param limit how long it may take
  /// @throws InterruptedException if the thread is interrupted; nothing goes on then
  HealthResult look(String mark, Duration limit) throws InterruptedException;
}
