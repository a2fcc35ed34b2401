package dev.sluice.notifier.channel;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// Why routes do not deliver now. For any number of threads.
final class RouteHealth {
  private final Map<String, String> problems = new ConcurrentSkipListMap<>();

  void ok(String route) {
    problems.remove(route);
  }

  void retrying(String route, String reason) {
    problems.put(route, reason);
  }

  /// The first route that is in trouble, with the reason.
  Optional<String> problem() {
    return problems.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .findFirst();
  }
}
