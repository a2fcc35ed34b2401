package dev.sluice.simulation.content;

import dev.sluice.events.ByteString;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/// A network in front of an upstream: answers take time, get lost, end early, or arrive damaged.
/// For
/// a while it may be cut, so that nothing passes, or clogged, so that everything is slow.
///
/// A lost answer comes back as unavailable after a timeout, as from a real client; so does one that
/// takes longer.
public final class Link implements Upstream {
  private static final Duration LATENCY = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final World world;
  private final Upstream upstream;
  private final Seeded chance;

  private Instant cutUntil = Instant.MIN;
  private Instant cloggedUntil = Instant.MIN;

  /// A link to an upstream.
  public Link(World world, Upstream upstream) {
    this.world = world;
    this.upstream = upstream;
    this.chance = world.chance().split();
  }

  /// Nothing passes until an instant.
  public void cutUntil(Instant instant) {
    cutUntil = instant;
  }

  /// Everything is slow until an instant.
  public void clogUntil(Instant instant) {
    cloggedUntil = instant;
  }

  @Override
  public void fetch(Asked asked, Consumer<Answer> then) {
    if (isCut() || strikes(Fault.LOSS)) {
      timeOut(then);
      return;
    }
    upstream.fetch(asked, answer -> carry(answer, then));
  }

  private void carry(Answer answer, Consumer<Answer> then) {
    if (isCut()) {
      timeOut(then);
      return;
    }
    var latency = latency();
    if (isClogged()) {
      latency = latency.plusMillis(chance.between(0, 2 * TIMEOUT.toMillis()));
      if (latency.compareTo(TIMEOUT) > 0) {
        timeOut(then);
        return;
      }
    }
    world.after(latency, () -> then.accept(carried(answer)));
  }

  private void timeOut(Consumer<Answer> then) {
    world.after(TIMEOUT, () -> then.accept(new Answer.Unavailable()));
  }

  private boolean isCut() {
    return world.now().isBefore(cutUntil);
  }

  private boolean isClogged() {
    return world.now().isBefore(cloggedUntil);
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
      return new Answer.Found(ByteString.of(damaged), found.objectLengthBytes(), found.age());
    }
    if (strikes(Fault.SHORT_READ)) {
      var length = (int) chance.between(0, found.bytes().lengthBytes());
      var cut = Arrays.copyOf(found.bytes().bytes(), length);
      return new Answer.Found(ByteString.of(cut), found.objectLengthBytes(), found.age());
    }
    return answer;
  }

  private boolean strikes(Fault fault) {
    return world.faults().strikes(fault, chance);
  }
}
