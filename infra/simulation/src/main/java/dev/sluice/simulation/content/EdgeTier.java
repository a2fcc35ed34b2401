package dev.sluice.simulation.content;

import dev.sluice.cache.coalescing.CoalescingTable;
import dev.sluice.cache.coalescing.Joining;
import dev.sluice.cache.freshness.Decision;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.events.ByteString;
import dev.sluice.simulation.content.PieceStore.Piece;
import dev.sluice.simulation.world.Sabotage;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// An edge node: the rules of the cache core, with a simulated disk, network and clock around them.
///
/// Objects named by a digest are kept in slices, metadata in one piece. It may be away for a while:
/// then nobody gets an answer, and what it was fetching is lost.
public final class EdgeTier implements Upstream {
  private static final Slicing SLICING = new Slicing(1 << 10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RECHECK_INTERVAL = Duration.ofMinutes(1);

  private final World world;
  private final String name;
  private final Upstream upstream;
  private final Seeded chance;
  private final PieceStore store;
  private final FreshnessRules rules = FreshnessRules.DEFAULT;
  private final CoalescingTable<PieceStore.Key, Waiter> table = new CoalescingTable<>();

  private Instant awayUntil = Instant.MIN;

  /// A cold node.
  ///
  /// @param storeLimitBytes most bytes that it keeps
  public EdgeTier(World world, String name, Upstream upstream, long storeLimitBytes) {
    this.world = world;
    this.name = name;
    this.upstream = new OneAtATime(world, new Link(world, upstream));
    this.chance = world.chance().split();
    this.store = new PieceStore(storeLimitBytes);
  }

  /// The node is away; what it was fetching has no use for anybody.
  public void leaveUntil(Instant instant) {
    world.trace(name, "away until " + instant);
    awayUntil = instant;
  }

  /// One bit of what is on its disk turns over, unless there is nothing.
  public void rot() {
    store.rot(chance);
  }

  @Override
  public void fetch(Asked asked, Consumer<Answer> then) {
    var path = ObjectPath.of(asked.path());
    if (isAway()) {
      world.after(TIMEOUT, () -> then.accept(new Answer.Unavailable()));
    } else if (path.isEmpty()) {
      then.accept(new Answer.Absent());
    } else {
      new Waiter(path.get(), asked, then).advance();
    }
  }

  private boolean isAway() {
    return world.now().isBefore(awayUntil);
  }

  private void need(PieceStore.Key key, boolean cacheBypass, Waiter waiter) {
    boolean starts = table.join(key, waiter) == Joining.STARTS;
    if (starts || world.isSabotaged(Sabotage.UNCOALESCED_FETCHES)) {
      var asked = new Asked(name, key.path().value(), rangeOf(key), cacheBypass);
      upstream.fetch(asked, answer -> arrived(key, answer));
    }
  }

  private static ByteRange rangeOf(PieceStore.Key key) {
    return isWhole(key.path()) ? Asked.WHOLE : SLICING.nominal(key.index());
  }

  private static boolean isWhole(ObjectPath path) {
    return path.digest().isEmpty();
  }

  private void arrived(PieceStore.Key key, Answer answer) {
    var heard = isAway() ? new Answer.Unavailable() : answer;
    switch (heard) {
      case Answer.Found(var bytes, var objectLengthBytes) -> {
        if (isComplete(key, bytes, objectLengthBytes)) {
          store.put(key, Piece.of(bytes, objectLengthBytes, world.now()));
          if (world.faults().strikes(Fault.FLIPPED_BIT, chance)) {
            rot();
          }
        } else {
          heard = new Answer.Unavailable();
        }
      }
      case Answer.Absent _ -> store.putAbsence(key, world.now());
      case Answer.Unavailable _ -> {}
    }
    for (var waiter : table.finish(key)) {
      waiter.woken(key.index(), heard);
    }
  }

  /// Upstream announces an object's length; what is shorter is an error of the network.
  private static boolean isComplete(PieceStore.Key key, ByteString bytes, long objectLengthBytes) {
    long end = Math.min(rangeOf(key).end(), objectLengthBytes);
    return bytes.lengthBytes() == end - rangeOf(key).start();
  }

  /// One request under way at this node: it collects the pieces of its range, one after the other.
  private final class Waiter {
    private final ObjectPath path;
    private final Asked asked;
    private final Consumer<Answer> then;
    private final Map<Long, Piece> collected = new HashMap<>();

    private Waiter(ObjectPath path, Asked asked, Consumer<Answer> then) {
      this.path = path;
      this.asked = asked;
      this.then = then;
    }

    /// Ends: each round collects one piece or stops.
    private void advance() {
      long index = isWhole(path) ? 0 : SLICING.indexOf(asked.range().start());
      while (collected.containsKey(index)) {
        var piece = collected.get(index);
        long lastByte = Math.min(asked.range().end(), piece.objectLengthBytes()) - 1;
        if (isWhole(path) || index >= SLICING.indexOf(lastByte)) {
          then.accept(assembled(piece.objectLengthBytes()));
          return;
        }
        index++;
      }
      collect(new PieceStore.Key(path, index));
    }

    private void collect(PieceStore.Key key) {
      var directives = asked.cacheBypass() ? RequestDirectives.checked() : RequestDirectives.none();
      switch (rules.decide(path, store.held(key), directives, world.now())) {
        case SERVE -> serve(key);
        case FETCH, REVALIDATE -> need(key, asked.cacheBypass(), this);
        case VERIFY -> verify(key);
      }
    }

    private void serve(PieceStore.Key key) {
      store
          .find(key)
          .ifPresentOrElse(piece -> use(key, piece), () -> then.accept(new Answer.Absent()));
    }

    /// Drops what is damaged here; what came damaged is asked for again, once a minute.
    private void verify(PieceStore.Key key) {
      var piece = store.find(key).orElseThrow();
      if (!piece.isIntact()) {
        store.drop(key);
        need(key, false, this);
      } else if (table.isUnderWay(key) || store.mayRecheck(key, world.now(), RECHECK_INTERVAL)) {
        need(key, true, this);
      } else {
        use(key, piece);
      }
    }

    private void use(PieceStore.Key key, Piece piece) {
      collected.put(key.index(), piece);
      advance();
    }

    private void woken(long index, Answer answer) {
      var key = new PieceStore.Key(path, index);
      switch (answer) {
        case Answer.Found(var bytes, var length) ->
            use(key, store.find(key).orElseGet(() -> Piece.of(bytes, length, world.now())));
        case Answer.Absent absent -> then.accept(absent);
        case Answer.Unavailable unavailable -> {
          var directives =
              asked.cacheBypass() ? RequestDirectives.checked() : RequestDirectives.none();
          boolean mayBeStale =
              rules.decide(path, store.held(key), directives, world.now()) == Decision.REVALIDATE;
          if (mayBeStale && !isAway()) {
            serve(key);
          } else {
            then.accept(unavailable);
          }
        }
      }
    }

    private Answer assembled(long objectLengthBytes) {
      if (asked.range().start() >= objectLengthBytes) {
        return new Answer.Absent();
      }
      long end = Math.min(asked.range().end(), objectLengthBytes);
      var bytes = new byte[(int) (end - asked.range().start())];
      collected.forEach(
          (index, piece) -> {
            long pieceStart = isWhole(path) ? 0 : SLICING.nominal(index).start();
            var source = piece.bytes().bytes();
            long from = Math.max(pieceStart, asked.range().start());
            long to = Math.min(pieceStart + source.length, end);
            System.arraycopy(
                source,
                (int) (from - pieceStart),
                bytes,
                (int) (from - asked.range().start()),
                (int) (to - from));
          });
      return new Answer.Found(ByteString.of(bytes), objectLengthBytes);
    }
  }
}
