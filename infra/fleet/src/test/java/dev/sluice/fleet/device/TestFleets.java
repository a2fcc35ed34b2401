package dev.sluice.fleet.device;

import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.Next;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rings.Selector;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Fleets and rings documents for tests: rings `canary`, by tag, and `broad`.
public final class TestFleets {
  static final Instant START = Instant.parse("2026-01-30T10:00:00Z");
  static final Behaviour STEADY = behaviour(0, 0, 0);
  static final long NOBODY = 0;
  static final long EVERYBODY = 1_000_000;

  private static final ProductName PRODUCT = new ProductName("demo");

  private TestFleets() {}

  /// A tenth of the devices has the tag `canary`.
  public static FleetModel model(int devices, long seed, Behaviour behaviour) {
    return new FleetModel(
        devices,
        "light",
        seed,
        PRODUCT,
        List.of(new TagShare("canary", 100_000)),
        List.of("a", "b", "c"),
        behaviour);
  }

  /// Half of the installations take up to 10 s.
  public static Behaviour behaviour(long failedPpm, long offPpm, long churnPpm) {
    return new Behaviour(
        failedPpm,
        Duration.ofSeconds(10),
        2,
        offPpm,
        churnPpm,
        Duration.ofMinutes(10),
        Duration.ofMinutes(20));
  }

  /// A document that admits shares of both rings to the release of a counter, at once.
  public static RingsDocument admitting(
      long sequence, long counter, long canaryPpm, long broadPpm) {
    return document(
        sequence,
        new Current.None(),
        next(counter, canaryPpm, NextState.ADMITTING, false),
        next(counter, broadPpm, NextState.ADMITTING, false));
  }

  static RingsDocument document(long sequence, Current current, Next canary, Next broad) {
    return new RingsDocument(
        PRODUCT,
        sequence,
        List.of(
            new Ring("canary", new Selector.Tag("canary"), current, canary),
            new Ring("broad", new Selector.Everyone(), current, broad)));
  }

  static NextRelease next(long counter, long sharePpm, NextState state, boolean isRollback) {
    return next(counter, sharePpm, state, RolloutId.FIRST_ATTEMPT, isRollback);
  }

  /// For everybody, once more.
  static NextRelease retried(long counter, int attempt) {
    return next(counter, EVERYBODY, NextState.ADMITTING, attempt, false);
  }

  private static NextRelease next(
      long counter, long sharePpm, NextState state, int attempt, boolean isRollback) {
    return new NextRelease(
        release(counter),
        new RolloutId(PRODUCT, counter),
        sharePpm,
        START,
        Duration.ZERO,
        state,
        attempt,
        isRollback);
  }

  static ReleaseRef release(long counter) {
    return new ReleaseRef(
        ReleaseId.parse(PRODUCT + "/1." + counter), counter, Digest.sha256(new byte[] {1}));
  }
}
