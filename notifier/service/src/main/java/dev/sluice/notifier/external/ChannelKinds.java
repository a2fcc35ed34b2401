package dev.sluice.notifier.external;

import dev.sluice.notifier.external.aws.EventBridge;
import dev.sluice.notifier.external.aws.Sns;
import dev.sluice.notifier.external.aws.Sqs;
import dev.sluice.notifier.external.kind.ChannelKind;
import dev.sluice.notifier.external.kind.Chat;
import dev.sluice.notifier.external.kind.Mail;
import dev.sluice.notifier.external.kind.Mqtt;
import dev.sluice.notifier.external.kind.Webhook;
import dev.sluice.notifier.external.message.ChannelConfig;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The kinds of channels that there are, by the scheme of their URIs.
public final class ChannelKinds {
  /// Most channels of one notifier: each has a consumer and threads of its own.
  static final int MAX_CHANNELS = 50;

  private ChannelKinds() {}

  private static List<ChannelKind> all(InstantSource clock) {
    return List.of(
        new Webhook(clock),
        new Chat(),
        new Mail(),
        new Sqs(),
        new Sns(),
        new EventBridge(),
        new Mqtt());
  }

  /// Checks channels that are configured together.
  ///
  /// @throws IllegalArgumentException naming every mistake, with its channel and key
  public static void require(List<ChannelConfig> channels) {
    List<String> mistakes = new ArrayList<>();
    if (channels.size() > MAX_CHANNELS) {
      mistakes.add("expected at most %d, got %d".formatted(MAX_CHANNELS, channels.size()));
    }
    Set<String> names = new HashSet<>();
    for (ChannelConfig channel : channels) {
      if (!names.add(channel.name())) {
        mistakes.add(channel.name() + ": name: expected each name once, got it twice");
      }
      mistakes(channel).forEach(mistake -> mistakes.add(channel.name() + ": " + mistake));
    }
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException("channels: " + String.join("; ", mistakes));
    }
  }

  private static List<String> mistakes(ChannelConfig channel) {
    return find(channel, Clock.systemUTC())
        .map(kind -> kind.mistakes(channel))
        .orElseGet(
            () ->
                List.of(
                    "uri: expected one of %s, got scheme '%s'"
                        .formatted(
                            all(Clock.systemUTC()).stream()
                                .map(ChannelKind::syntax)
                                .collect(Collectors.joining(", ")),
                            channel.uri().scheme())));
  }

  private static Optional<ChannelKind> find(ChannelConfig channel, InstantSource clock) {
    return all(clock).stream()
        .filter(kind -> kind.schemes().contains(channel.uri().scheme()))
        .findFirst();
  }

  /// The kind of a channel that was checked.
  static ChannelKind of(ChannelConfig channel, InstantSource clock) {
    return find(channel, clock).orElseThrow();
  }
}
