package dev.sluice.notifier.external.message;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.tls.Tls;
import dev.sluice.release.ProductName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One external channel: an element of the list `channels` of the notifier's configuration.
///
/// @param name in logs, metrics, dead letters and the name of its consumer group
/// @param uri where to; its scheme says of which kind the channel is
/// @param username what a kind needs beside the secret
/// @param secret what a kind signs or logs in with
/// @param tls absent: the JDK's authorities
/// @param events which are sent
/// @param products only of these; of all if empty
/// @param format absent: what suits the kind
/// @param giveUpAfter how old an event becomes before it is a dead letter, while the receiver is
///     away
public record ChannelConfig(
    @Describe("name of the channel: letters a to z, digits and dashes, 1 to 40") String name,
    @Describe("where it sends to; the scheme is its kind") ChannelUri uri,
    @Describe("user name, or access key id") Optional<String> username,
    @Describe("what it signs or logs in with") Optional<SecretText> secret,
    @Describe("certificates, where those of the JDK are not right") Optional<Tls> tls,
    @Describe("which events it sends")
        @Default(
            "rollout.waiting-for-approval,rollout.paused,rollout.halted,rollout.rolled-back,rollout.completed")
        List<EventSelector> events,
    @Describe("products whose events it sends; none means all") List<ProductName> products,
    @Describe("cloudevents or text; without it what suits the kind") Optional<ChannelFormat> format,
    @Describe("how old an event becomes before it is given up") @Default("1h")
        Duration giveUpAfter) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
  private static final Duration LONGEST = Duration.ofDays(7);

  /// Checks the name and the limit, and copies.
  public ChannelConfig {
    events = List.copyOf(events);
    products = List.copyOf(products);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: expected 1 to 40 letters a to z, digits and dashes between them, got '%.60s'"
              .formatted(name));
    }
    if (events.isEmpty()) {
      throw new IllegalArgumentException("events: expected one at least, got none");
    }
    if (!giveUpAfter.isPositive() || giveUpAfter.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "give-up-after: expected more than nothing and 7d at most, got " + giveUpAfter);
    }
  }
}
