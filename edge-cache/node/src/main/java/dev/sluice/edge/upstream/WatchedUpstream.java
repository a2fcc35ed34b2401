package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers when upstream last answered, and why it does not now; logs when that changes.
///
/// That something is absent is an answer, too.
public final class WatchedUpstream implements Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedUpstream.class);

  private final Upstream upstream;
  private final String name;
  private final InstantSource clock;
  private final AtomicReference<Optional<Outage>> outage = new AtomicReference<>(Optional.empty());
  private final LongAdder failures = new LongAdder();
  private volatile Optional<Instant> lastAnswer = Optional.empty();

  private record Outage(Instant since, String reason) {}

  /// @param name what is at the other end, for logs and health
  public WatchedUpstream(Upstream upstream, String name, InstantSource clock) {
    this.upstream = upstream;
    this.name = name;
    this.clock = clock;
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    var fetched = upstream.fetch(request, sink);
    switch (fetched) {
      case Fetched.Unavailable unavailable -> failed(unavailable.reason());
      case Fetched.Found _, Fetched.Absent _, Fetched.PastEnd _, Fetched.Changed _ -> answered();
    }
    return fetched;
  }

  /// Why nothing comes from there at present; empty when all is well, and before the first
  /// question.
  public Optional<String> problem() {
    return outage
        .get()
        .map(
            o ->
                "%s has not answered since %s (%s); what is held is served"
                    .formatted(name, o.since(), o.reason()));
  }

  /// When it last answered.
  public Optional<Instant> lastAnswer() {
    return lastAnswer;
  }

  /// How many fetches failed since the start, all their attempts included.
  public long failures() {
    return failures.sum();
  }

  private void failed(String reason) {
    failures.increment();
    var now = clock.instant();
    var before =
        outage.getAndUpdate(o -> Optional.of(new Outage(o.map(Outage::since).orElse(now), reason)));
    if (before.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("upstream", name)
          .addKeyValue("reason", reason)
          .log("upstream is away; what is held is served");
    }
  }

  private void answered() {
    lastAnswer = Optional.of(clock.instant());
    if (outage.get().isPresent() && outage.getAndSet(Optional.empty()).isPresent()) {
      LOG.atInfo().addKeyValue("upstream", name).log("upstream is back");
    }
  }
}
