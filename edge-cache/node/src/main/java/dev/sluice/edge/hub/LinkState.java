package dev.sluice.edge.hub;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How one connection to a broker fares; logs when that changes.
///
/// Safe for use by all threads.
final class LinkState {
  private static final Logger LOG = LoggerFactory.getLogger(LinkState.class);

  private final String broker;
  private final LongAdder failures = new LongAdder();
  private volatile Optional<String> problem;

  /// @param broker its address
  LinkState(String broker) {
    this.broker = broker;
    this.problem = Optional.of("connecting to " + broker);
  }

  /// Connected and subscribed.
  void up() {
    problem = Optional.empty();
    LOG.atInfo().addKeyValue("broker", broker).log("link is up");
  }

  /// Not connected; the client tries again.
  void down(Throwable cause) {
    failures.increment();
    var reason = "no connection to %s (%s); trying again".formatted(broker, reasonOf(cause));
    if (!Optional.of(reason).equals(problem)) {
      problem = Optional.of(reason);
      LOG.atWarn()
          .addKeyValue("broker", broker)
          .addKeyValue("cause", reasonOf(cause))
          .log("link is down");
    }
  }

  /// Connected, but the broker does not send.
  void notSubscribed(Throwable cause) {
    problem = Optional.of("%s refused the subscription (%s)".formatted(broker, reasonOf(cause)));
    LOG.atWarn()
        .addKeyValue("broker", broker)
        .setCause(cause)
        .log("subscription failed; no messages arrive");
  }

  /// Why no messages pass at present; empty when all is well.
  Optional<String> problem() {
    return problem;
  }

  /// How often a connection failed or was lost since the start.
  long failures() {
    return failures.sum();
  }

  /// What the network said, without the names of the exceptions around it.
  private static String reasonOf(Throwable failure) {
    var cause = failure.getCause();
    if (cause != null && cause != failure) {
      return reasonOf(cause);
    }
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
