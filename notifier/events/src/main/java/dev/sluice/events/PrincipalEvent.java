package dev.sluice.events;

/// What topic `principals` holds: who may use the API.
public sealed interface PrincipalEvent extends Event permits PrincipalChanged {
  @Override
  default Topic<PrincipalEvent> topic() {
    return Topic.PRINCIPALS;
  }
}
