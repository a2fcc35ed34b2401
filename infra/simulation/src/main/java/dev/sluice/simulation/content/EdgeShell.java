package dev.sluice.simulation.content;

import dev.sluice.cache.fill.ArrivedBody;
import dev.sluice.cache.fill.FailureCause;
import dev.sluice.cache.fill.FillEffect;
import dev.sluice.cache.fill.FillOutcome;
import dev.sluice.cache.fill.Fills;
import dev.sluice.cache.fill.JudgedAnswer;
import dev.sluice.cache.fill.Wanted;
import dev.sluice.cache.flow.ObjectRequest;
import dev.sluice.cache.flow.RequestFlow;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RangeSpec;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.events.ByteString;
import dev.sluice.simulation.world.Sabotage;
import dev.sluice.simulation.world.World;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// An edge node of which everything but its core is simulated: it performs what [Fills] and
/// [RequestFlow] ask for on a [SliceDisk] and a [Link], in virtual time.
///
/// It may be away for a while: its clients are cut off, and what it was doing is lost but for its
/// disk.
public final class EdgeShell implements Upstream {
  private static final Slicing SLICING = new Slicing(1 << 10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration READER_WAIT = Duration.ofSeconds(60);
  private static final int MAX_FETCHES = 8;

  private final World world;
  private final String name;
  private final Link link;
  private final SliceDisk disk;
  private final CheckedFirst checkedFirst;

  // of the present life
  private Instant awayUntil = Instant.MIN;
  private Life life;

  /// What a node forgets when it goes away.
  private final class Life {
    private final OneAtATime uplink = new OneAtATime(world, link);
    private final Fills<DiskSlice, Waiter> fills =
        new Fills<>(disk, SLICING, MAX_FETCHES, READER_WAIT);
    private final RequestFlow<DiskSlice> flow =
        new RequestFlow<>(SLICING, FreshnessRules.DEFAULT, disk, fills);
    private final Set<EdgeRequest> requests = new LinkedHashSet<>();
  }

  /// A cold node.
  ///
  /// @param storeLimitBytes most bytes that it keeps
  public EdgeShell(World world, String name, Upstream upstream, long storeLimitBytes) {
    this.world = world;
    this.name = name;
    this.link = new Link(world, upstream);
    this.disk = new SliceDisk(world, storeLimitBytes);
    this.checkedFirst = new CheckedFirst(world, name);
    this.life = new Life();
  }

  /// Its way to the next tier, where things can go wrong for a while.
  public Link link() {
    return link;
  }

  /// The node is away; what it was fetching has no use for anybody.
  public void leaveUntil(Instant instant) {
    world.trace(name, "away until " + instant);
    awayUntil = instant;
    var before = life;
    life = new Life();
    List.copyOf(before.requests).forEach(EdgeRequest::cutOff);
  }

  @Override
  public void fetch(Asked asked, Consumer<Answer> then) {
    var path = ObjectPath.of(asked.path());
    if (isAway()) {
      world.after(TIMEOUT, () -> then.accept(new Answer.Unavailable()));
    } else if (path.isEmpty()) {
      then.accept(new Answer.Absent(Duration.ZERO));
    } else {
      var request = new EdgeRequest(this, requestOf(path.get(), asked), then);
      life.requests.add(request);
      request.advance(life.flow.open(request.request(), world.now()));
    }
  }

  private static ObjectRequest requestOf(ObjectPath path, Asked asked) {
    var range =
        asked.range().equals(Asked.WHOLE)
            ? RangeHeader.absent()
            : new RangeHeader(
                List.of(new RangeSpec.Bounded(asked.range().start(), asked.range().end() - 1)));
    var directives = asked.cacheBypass() ? RequestDirectives.checked() : RequestDirectives.none();
    return new ObjectRequest(path, range, directives);
  }

  private boolean isAway() {
    return world.now().isBefore(awayUntil);
  }

  Instant now() {
    return world.now();
  }

  CheckedFirst checkedFirst() {
    return checkedFirst;
  }

  SliceDisk disk() {
    return disk;
  }

  Slicing slicing() {
    return SLICING;
  }

  RequestFlow<DiskSlice> flow() {
    return life.flow;
  }

  /// A request has its answer.
  void ended(EdgeRequest request) {
    life.requests.remove(request);
  }

  /// Has a waiter told of a slice, soon or later: when its fill has ended, or when it waited too
  /// long.
  void want(SliceKey key, boolean noCache, Waiter waiter) {
    var wanted = life.fills.want(key, noCache, waiter, world.now());
    if (wanted.effects().isEmpty() && world.isSabotaged(Sabotage.UNCOALESCED_FETCHES)) {
      var range = SLICING.nominal(key.index());
      ask(life, new FetchRequest(key.path(), range, noCache), _ -> {});
    }
    await(key, waiter, wanted);
  }

  /// Has upstream confirm a slice, and a waiter told of it.
  ///
  /// @return false if that was done a moment ago: nobody is told then
  boolean confirm(SliceKey key, Waiter waiter) {
    var wanted = life.fills.confirm(key, waiter, world.now());
    wanted.ifPresent(w -> await(key, waiter, w));
    return wanted.isPresent();
  }

  private void await(SliceKey key, Waiter waiter, Wanted<DiskSlice, Waiter> wanted) {
    waiter.started(begin(wanted));
    var when = life;
    world.after(
        READER_WAIT,
        () -> {
          if (!waiter.isTold()) {
            when.fills.leave(key, waiter);
            waiter.tell(new FillOutcome.Failed<>("too late", FailureCause.UPSTREAM_SLOW));
          }
        });
  }

  /// @return whether the fill was begun by this call
  boolean wantSoon(SliceKey key) {
    return begin(life.fills.wantSoon(key, world.now()));
  }

  private boolean begin(Wanted<DiskSlice, Waiter> wanted) {
    perform(life, wanted.effects(), ByteString.of(new byte[0]));
    return wanted.started();
  }

  /// @param received what the last fetch brought
  private void perform(
      Life when, List<FillEffect<DiskSlice, Waiter>> effects, ByteString received) {
    for (var effect : effects) {
      switch (effect) {
        case FillEffect.Fetch<DiskSlice, Waiter>(var key, var request) ->
            ask(when, request, answer -> arrived(when, key, request, answer));
        case FillEffect.Keep<DiskSlice, Waiter> keep -> keep(when, keep, received);
        case FillEffect.Wake<DiskSlice, Waiter>(var waiter, var outcome) ->
            world.at(world.now(), () -> waiter.tell(outcome));
        case FillEffect.Drop<DiskSlice, Waiter>(var slice) -> disk.drop(slice);
        case FillEffect.NoteWrongBytes<DiskSlice, Waiter>(_, var objection) ->
            world.trace(name, "wrong bytes: " + objection);
        case FillEffect.NoteGivenUp<DiskSlice, Waiter>(var key) ->
            world.trace(name, "gave up " + key.path().value());
      }
    }
  }

  private void ask(Life when, FetchRequest request, Consumer<Answer> then) {
    var asked = new Asked(name, request.path().value(), request.range(), request.noCache());
    when.uplink.fetch(asked, then);
  }

  /// An answer to a question of an earlier life has no reader.
  private void arrived(Life when, SliceKey key, FetchRequest request, Answer answer) {
    if (when != life) {
      return;
    }
    var received =
        answer instanceof Answer.Found found ? found.bytes() : ByteString.of(new byte[0]);
    var judged = JudgedAnswer.of(key, fetchedOf(request, answer), arrived(key, received));
    perform(when, when.fills.fetched(key, judged, world.now()), received);
  }

  /// The digest of what came, unless the node believes what the path says of it.
  private Digest checksumOf(SliceKey key, ByteString received) {
    var digest = Digest.sha256(received.bytes());
    return world.isSabotaged(Sabotage.UNCHECKED_SLICES)
        ? key.path().digest().orElse(digest)
        : digest;
  }

  private ArrivedBody arrived(SliceKey key, ByteString received) {
    return new ArrivedBody() {
      @Override
      public Digest checksum() {
        return checksumOf(key, received);
      }

      @Override
      public byte[] bytes() {
        return received.bytes();
      }
    };
  }

  private static Fetched fetchedOf(FetchRequest request, Answer answer) {
    return switch (answer) {
      case Answer.Found(var bytes, var objectLengthBytes, var age) -> {
        long end = Math.min(request.range().end(), objectLengthBytes);
        boolean isComplete = bytes.lengthBytes() == end - request.range().start();
        yield isComplete
            ? new Fetched.Found(
                new ObjectFacts(
                    objectLengthBytes, bytes.lengthBytes(), ObjectFacts.UNKNOWN_TYPE, age))
            : new Fetched.Unavailable("the answer was cut", false);
      }
      case Answer.Absent(var age) -> new Fetched.Absent("no such object", age);
      case Answer.PastEnd _ -> new Fetched.PastEnd(OptionalLong.empty());
      case Answer.Unavailable _ -> new Fetched.Unavailable("no answer", true);
    };
  }

  private void keep(Life when, FillEffect.Keep<DiskSlice, Waiter> keep, ByteString received) {
    var key = keep.key();
    var kept = disk.keep(keep, received);
    var effects =
        kept.isPresent()
            ? when.fills.kept(key, kept.get(), world.now())
            : when.fills.lost(key, "no space left", world.now());
    perform(when, effects, received);
  }
}
