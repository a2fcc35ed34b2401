package dev.sluice.simulation.content;

import dev.sluice.events.ByteString;
import dev.sluice.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/// The object store, which may be away for a while: nobody reads from it then, and nobody signs.
public final class Origin implements Upstream {
  private static final Duration LATENCY = Duration.ofMillis(30);

  private final World world;
  private final Map<String, byte[]> objects;

  private Instant awayUntil = Instant.MIN;

  /// The store.
  ///
  /// @param objects by path, as the signer and the publisher leave them
  public Origin(World world, Map<String, byte[]> objects) {
    this.world = world;
    this.objects = objects;
  }

  /// The store is away until an instant, if not for longer already.
  public void leaveUntil(Instant instant) {
    world.trace("store", "away until " + instant);
    awayUntil = instant.isAfter(awayUntil) ? instant : awayUntil;
  }

  /// Whether nobody can reach it.
  public boolean isAway() {
    return world.now().isBefore(awayUntil);
  }

  @Override
  public void fetch(Asked asked, Consumer<Answer> then) {
    world.after(LATENCY, () -> then.accept(answer(asked)));
  }

  private Answer answer(Asked asked) {
    if (isAway()) {
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
