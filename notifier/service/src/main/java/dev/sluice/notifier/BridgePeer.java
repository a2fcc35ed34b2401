package dev.sluice.notifier;

import dev.sluice.notifier.channel.BridgeConfig;
import dev.sluice.notifier.channel.MqttBridge;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.start.Peers;
import dev.sluice.program.start.Peers.NotReadyException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The stamp's broker, waited for at the start.
final class BridgePeer {
  private static final String CHECK = "broker";

  private BridgePeer() {}

  /// Waits until every route is connected.
  static void await(MqttBridge bridge, BridgeConfig config, Duration limit, Health health)
      throws InterruptedException {
    var check = health.add(CHECK);
    Peers.await(
        "MQTT broker at " + config.broker(),
        limit,
        check,
        () -> {
          Optional<String> problem = bridge.problem();
          if (problem.isPresent() && isRefusal(problem.get())) {
            throw new NotAllowedException(problem.get());
          }
          if (problem.isPresent()) {
            throw new NotReadyException(problem.get());
          }
          return true;
        });
    // From here on the check of the bridge itself tells.
    health.remove(CHECK);
  }

  /// Reason codes of MQTT 5 (3.2.2.2), as either client words them.
  private static boolean isRefusal(String problem) {
    String words = problem.toLowerCase(Locale.ROOT).replace('_', ' ');
    return words.contains("not authorized") || words.contains("bad user name");
  }
}
