package dev.sluice.edge.watch;

import dev.sluice.program.admin.Health;

/// The checks of a node.
///
/// | check | not ready when |
/// |---|---|
/// | `store` | its directory cannot be written, or the disk failed the last slice |
/// | `upstream` | the last fetch failed; fine before the first |
/// | `broker` | the node's own link does not reach it |
/// | `link` | the next tier's broker does not answer, or refuses this node |
///
/// A node that is not ready may still serve: what is held is served whatever upstream does.
public final class EdgeHealth {
  private EdgeHealth() {}

  /// Registers the checks.
  public static void register(Health health, EdgeParts parts) {
    health.add("store", parts.store()::problem);
    health.add("upstream", parts.upstream()::problem);
    health.add("broker", parts.link()::localProblem);
    health.add("link", parts.link()::problem);
  }
}
