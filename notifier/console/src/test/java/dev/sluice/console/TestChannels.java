package dev.sluice.console;

import dev.sluice.console.channel.ChannelPort;
import dev.sluice.console.channel.ChannelState;
import dev.sluice.release.ProductName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Two channels: `ops` sends, `chat` waits for its receiver.
final class TestChannels implements ChannelPort {
  @Override
  public List<ChannelState> list() {
    return List.of(
        channel("ops", "webhook", "sending", Optional.empty(), Optional.empty()),
        channel(
            "chat",
            "slack",
            "waiting",
            Optional.of("chat.example: expected a status of 200 to 299, got 503"),
            Optional.of(InMemoryConsole.NOW)));
  }

  private static ChannelState channel(
      String name, String kind, String state, Optional<String> problem, Optional<Instant> unsent) {
    return new ChannelState(
        name,
        kind,
        "https://" + name + ".example",
        List.of("rollout.halted"),
        List.of(new ProductName("demo")),
        state,
        problem,
        3,
        problem.isPresent() ? 1 : 0,
        0,
        unsent);
  }

  @Override
  public Optional<Tried> test(String name, String by) {
    return list().stream()
        .filter(channel -> channel.name().equals(name))
        .findFirst()
        .map(channel -> new Tried(channel.problem()));
  }
}
