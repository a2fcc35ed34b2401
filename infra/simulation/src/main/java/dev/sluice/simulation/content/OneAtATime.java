package dev.sluice.simulation.content;

import dev.sluice.simulation.world.World;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// The invariant that one fetch for each slice leaves a tier at a time, watched where it leaves.
public final class OneAtATime implements Upstream {
  private final World world;
  private final Upstream upstream;
  private final Set<Leaving> underWay = new HashSet<>();

  private record Leaving(String path, long start) {}

  /// Watches one node's way to its upstream.
  public OneAtATime(World world, Upstream upstream) {
    this.world = world;
    this.upstream = upstream;
  }

  @Override
  public void fetch(Asked asked, Consumer<Answer> then) {
    var leaving = new Leaving(asked.path(), asked.range().start());
    if (!underWay.add(leaving)) {
      throw world.violation(
          "one fetch per slice must leave a tier at a time, but %s fetches %s from %d again"
              .formatted(asked.client(), asked.path(), asked.range().start()));
    }
    upstream.fetch(
        asked,
        answer -> {
          underWay.remove(leaving);
          then.accept(answer);
        });
  }
}
