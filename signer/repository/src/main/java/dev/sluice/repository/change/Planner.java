package dev.sluice.repository.change;

import dev.sluice.repository.state.Repository;

/// Works out what to change. Pure: it may be asked again with a newer state.
@FunctionalInterface
public interface Planner<P extends Proposal> {
  /// What to change in this very state.
  P plan(Repository before);
}
