package dev.sluice.simulation.content;

import dev.sluice.events.ByteString;
import dev.sluice.simulation.world.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The object store as it is read from outside, which may be away for a while.
public final class StoreReads implements Upstream {
  private static final Duration LATENCY = Duration.ofMillis(30);

  private final World world;
  private final Map<String, byte[]> objects;
  private final BooleanSupplier isAway;

  /// The store.
  ///
  /// @param objects by path, as the signer and the publisher leave them
  /// @param isAway whether nobody can reach it at present
  public StoreReads(World world, Map<String, byte[]> objects, BooleanSupplier isAway) {
    this.world = world;
    this.objects = objects;
    this.isAway = isAway;
  }

  @Override
  public void fetch(Asked asked, Consumer<Answer> then) {
    world.after(LATENCY, () -> then.accept(answer(asked)));
  }

  private Answer answer(Asked asked) {
    if (isAway.getAsBoolean()) {
      return new Answer.Unavailable();
    }
    var object = objects.get(asked.path());
    if (object == null) {
      return new Answer.Absent(Duration.ZERO);
    }
    if (asked.range().start() >= object.length) {
      return new Answer.PastEnd();
    }
    int end = (int) Math.min(asked.range().end(), object.length);
    var part = Arrays.copyOfRange(object, (int) asked.range().start(), end);
    return new Answer.Found(ByteString.of(part), object.length, Duration.ZERO);
  }
}
