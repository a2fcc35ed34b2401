package dev.sluice.console.command.terminal;

import java.util.List;

/// A picture that can be drawn again at any time, for it may show how long something has lasted.
@FunctionalInterface
public interface Drawing {
  /// Its lines, none wider than `columns`. Escape sequences take no room.
  ///
  /// @param columns at least 20
  List<String> lines(int columns);
}
