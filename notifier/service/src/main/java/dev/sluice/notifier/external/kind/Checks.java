package dev.sluice.notifier.external.kind;

import dev.sluice.notifier.external.message.ChannelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Collects what is wrong with the configuration of a channel.
public final class Checks {
  private final List<String> mistakes = new ArrayList<>();
  private final ChannelConfig config;

  /// @param parameters that the URI may have
  public Checks(ChannelConfig config, Set<String> parameters) {
    this.config = config;
    var unknown = new TreeSet<>(config.uri().parameters().keySet());
    unknown.removeAll(parameters);
    if (!unknown.isEmpty()) {
      mistakes.add(
          "uri: expected no parameter but %s, got %s"
              .formatted(parameters.isEmpty() ? "none" : new TreeSet<>(parameters), unknown));
    }
  }

  /// A key that must be there.
  public Checks require(String key, boolean present, String expected) {
    if (!present) {
      mistakes.add("%s: expected %s, got nothing".formatted(key, expected));
    }
    return this;
  }

  /// A key that has no meaning for this kind.
  public Checks refuse(String key, Optional<?> value, String why) {
    if (value.isPresent()) {
      mistakes.add("%s: expected none, got one: %s".formatted(key, why));
    }
    return this;
  }

  /// The address must look like this.
  public Checks address(boolean fits, String syntax) {
    if (!fits) {
      mistakes.add("uri: expected %s, got '%.100s'".formatted(syntax, config.uri()));
    }
    return this;
  }

  /// All that was found.
  public List<String> mistakes() {
    return List.copyOf(mistakes);
  }
}
