package dev.sluice.simulation.content;

import dev.sluice.events.ByteString;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/// A network in front of an upstream: answers take time, get lost, end early, or arrive damaged.
///
/// A lost answer comes back as unavailable after a timeout, as from a real client.
public final class Link implements Upstream {
  private static final Duration LATENCY = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final World world;
  private final Upstream upstream;
  private final Seeded chance;

  /// A link to an upstream.
  public Link(World world, Upstream upstream) {
    this.world = world;
    this.upstream = upstream;
    this.chance = world.chance().split();
  }

  @Override
  public void fetch(Asked asked, Consumer<Answer> then) {
    if (strikes(Fault.LOSS)) {
      world.after(TIMEOUT, () -> then.accept(new Answer.Unavailable()));
      return;
    }
    upstream.fetch(asked, answer -> world.after(latency(), () -> then.accept(carried(answer))));
  }

  private Duration latency() {
    var late = strikes(Fault.DELAY) ? chance.between(0, world.faults().maxDelay().toMillis()) : 0;
    return LATENCY.plusMillis(late);
  }

  private Answer carried(Answer answer) {
    if (!(answer instanceof Answer.Found found)) {
      return answer;
    }
    if (strikes(Fault.FLIPPED_BIT)) {
      var damaged = chance.withFlippedBit(found.bytes().bytes());
      return new Answer.Found(ByteString.of(damaged), found.objectLengthBytes());
    }
    if (strikes(Fault.SHORT_READ)) {
      var length = (int) chance.between(0, found.bytes().lengthBytes());
      var cut = Arrays.copyOf(found.bytes().bytes(), length);
      return new Answer.Found(ByteString.of(cut), found.objectLengthBytes());
    }
    return answer;
  }

  private boolean strikes(Fault fault) {
    return world.faults().strikes(fault, chance);
  }
}
