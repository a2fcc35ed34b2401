package dev.sluice.edge.hub;

import java.util.Optional;

/// Who may connect.
@FunctionalInterface
interface Principals {
  /// The principal of that id, if there is one.
  Optional<Principal> find(String id);
}
