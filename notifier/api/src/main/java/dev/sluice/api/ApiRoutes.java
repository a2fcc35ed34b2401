package dev.sluice.api;

import java.util.List;

/// The routes that one component contributes to an API.
@FunctionalInterface
public interface ApiRoutes {
  /// The routes, each path and method once; asked for once, when the server starts.
  List<Route> routes();
}
