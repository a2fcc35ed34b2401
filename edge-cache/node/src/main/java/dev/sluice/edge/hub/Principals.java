package dev.sluice.edge.hub;

import java.util.Optional;
import java.util.Set;

/// Who may connect.
interface Principals {
  /// The principal of that id, if there is one.
  Optional<Principal> find(String id);

  /// The ids of all; empty if they are not known at present.
  Set<String> ids();
}
