package dev.sluice.events.principal;

/// What somebody may do through the API.
public enum Role {
  /// Look at everything.
  VIEWER,
  /// Publish and withdraw releases of the products named.
  PUBLISHER,
  /// Order rollouts and apply policies.
  OPERATOR,
  /// Approve what needs a second person.
  APPROVER,
  /// Everything, tokens included.
  ADMIN
}
