package dev.sluice.events.principal;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `principals` holds: who may use the API.
public sealed interface PrincipalEvent extends Event permits PrincipalChanged {
  @Override
  default Topic<PrincipalEvent> topic() {
    return Topic.PRINCIPALS;
  }
}
