package dev.sluice.simulation.content;

import dev.sluice.events.ByteString;
import dev.sluice.simulation.world.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/// The object store.
///
/// @param objects by path, as the signer and the publisher leave them
public record Origin(World world, Map<String, byte[]> objects) implements Upstream {
  private static final Duration LATENCY = Duration.ofMillis(30);

  @Override
  public void fetch(Asked asked, Consumer<Answer> then) {
    world.after(LATENCY, () -> then.accept(answer(asked)));
  }

  private Answer answer(Asked asked) {
    var object = objects.get(asked.path());
    if (object == null || asked.range().start() >= object.length) {
      return new Answer.Absent();
    }
    int end = (int) Math.min(asked.range().end(), object.length);
    var part = Arrays.copyOfRange(object, (int) asked.range().start(), end);
    return new Answer.Found(ByteString.of(part), object.length);
  }
}
