package dev.sluice.notifier.external;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelUri;
import dev.sluice.notifier.external.message.EventSelector;
import dev.sluice.notifier.external.message.Notice;
import dev.sluice.program.config.SecretText;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Channels and what they send, for tests.
final class TestNotices {
  static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private TestNotices() {}

  static RolloutChanged change(String product, long counter, String state, String reason) {
    return new RolloutChanged(
        new RolloutSnapshot(
            new RolloutId(new ProductName(product), counter),
            ReleaseId.parse(product + "/1." + counter),
            counter,
            state,
            reason,
            NOW,
            List.of()),
        "ring canary: stopped",
        "");
  }

  static Notice halted() {
    return Notice.of(
        new StampedEvent<>(
            "event-1", "sluice/notifier", NOW, change("demo", 2, "halted", "too many failures")),
        Optional.of(URI.create("https://sluice.example")));
  }

  static ChannelConfig channel(String name, String uri, String username, String secret) {
    return new ChannelConfig(
        name,
        ChannelUri.parse(uri),
        text(username),
        text(secret).map(SecretText::new),
        Optional.empty(),
        List.of(new EventSelector("rollout.halted")),
        List.of(),
        Optional.empty(),
        Duration.ofHours(1));
  }

  static ChannelConfig givingUpAfter(ChannelConfig config, Duration limit) {
    return new ChannelConfig(
        config.name(),
        config.uri(),
        config.username(),
        config.secret(),
        config.tls(),
        config.events(),
        config.products(),
        config.format(),
        limit);
  }

  private static Optional<String> text(String text) {
    return Optional.of(text).filter(one -> !one.isEmpty());
  }
}
