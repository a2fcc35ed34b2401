package dev.sluice.publisher.view;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.policy.PolicyEvent;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which releases the policies in force name as those that devices must pass through, as topic
/// `policies` tells it. One thread feeds it, any may ask.
public final class NamedFloors {
  private final Map<ProductName, PolicyApplied> policies = new ConcurrentHashMap<>();

  /// Takes in an event of topic `policies`.
  public void see(StampedEvent<? extends PolicyEvent> stamped) {
    switch (stamped.event()) {
      case PolicyApplied applied ->
          policies.merge(
              applied.product(),
              applied,
              (held, next) -> next.version() >= held.version() ? next : held);
    }
  }

  /// The floor releases of a product, as its policy names them; none if it has no policy of its
  /// own.
  public List<Version> of(ProductName product) {
    return Optional.ofNullable(policies.get(product)).map(PolicyApplied::floors).orElse(List.of());
  }
}
