package dev.sluice.edge.hub;

import dev.sluice.edge.traffic.Limit;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.events.EventCodec;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forwards announcements to the devices of this node, each only after the metadata that it speaks
/// of can be had here.
///
/// A later announcement on a topic supersedes one that still waits: a halt overtakes the wave that
/// it stops. The version that is compared comes from unverified JSON; it decides about waiting,
/// nothing else. What is not understood is forwarded as it is: a device of a later version may
/// understand it.
///
/// Safe for use by all threads; `relay` blocks and runs on a virtual thread.
final class AnnouncementRelay {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncementRelay.class);

  /// TUF clients refuse a longer timestamp.
  private static final JsonLimits TIMESTAMP_LIMITS = JsonLimits.ofLength(16_384);

  private final TimestampCache timestamps;
  private final RetryPolicy policy;
  private final Pause pause;
  private final RandomGenerator random;
  private final LimitHits limits = new LimitHits();
  private final AtomicInteger waiting = new AtomicInteger();

  // guarded by itself; one entry per product and ring
  private final Map<String, Long> latest = new HashMap<>();

  /// Sends to the local broker without waiting.
  @FunctionalInterface
  interface Forward {
    void send();
  }

  /// Lets time pass.
  @FunctionalInterface
  interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  /// @param policy how often the metadata is asked for in all, and the pauses between
  AnnouncementRelay(
      TimestampCache timestamps, RetryPolicy policy, Pause pause, RandomGenerator random) {
    this.timestamps = timestamps;
    this.policy = policy;
    this.pause = pause;
    this.random = random;
  }

  /// Takes the announcement's place in the order of its topic. Called in the order of arrival.
  ///
  /// @return its number, for `relay`
  long arrived(String topic) {
    synchronized (latest) {
      return latest.merge(topic, 1L, Long::sum);
    }
  }

  /// Waits for the metadata and forwards, unless a later one has come.
  void relay(String topic, long number, byte[] payload, Forward forward)
      throws InterruptedException {
    var needed = neededVersion(payload);
    if (needed.isPresent()) {
      waiting.incrementAndGet();
      try {
        await(topic, number, needed.getAsLong());
      } finally {
        waiting.decrementAndGet();
      }
    }
    synchronized (latest) {
      if (isLatest(topic, number)) {
        forward.send();
      }
    }
  }

  /// How many announcements wait for metadata at the moment.
  int waiting() {
    return waiting.get();
  }

  /// How often its limits were hit.
  LimitHits limitHits() {
    return limits;
  }

  private void await(String topic, long number, long needed) throws InterruptedException {
    if (version(timestamps.held()) >= needed) {
      return;
    }
    for (var attempt = 1; attempt <= policy.maxAttempts(); attempt++) {
      // A copy at upstream that is too old has to be renewed there as well.
      var got = version(timestamps.refresh(attempt > 1));
      if (got >= needed) {
        return;
      }
      LOG.atInfo()
          .addKeyValue("topic", topic)
          .addKeyValue("needed", needed)
          .addKeyValue("got", got)
          .addKeyValue("attempt", attempt)
          .log("announced metadata is not here yet");
      if (attempt < policy.maxAttempts()) {
        pause.pause(policy.delayAfter(attempt, random));
      }
      synchronized (latest) {
        if (!isLatest(topic, number)) {
          return;
        }
      }
    }
    limits.hit(Limit.REFRESHES);
    LOG.atWarn().addKeyValue("topic", topic).log("forwarding without the announced metadata");
  }

  private boolean isLatest(String topic, long number) {
    return latest.getOrDefault(topic, 0L) == number;
  }

  private static OptionalLong neededVersion(byte[] payload) {
    if (payload.length == 0) {
      return OptionalLong.empty(); // takes the retained announcement away
    }
    try {
      return EventCodec.decodeStructured(payload).event() instanceof WaveAnnounced wave
          ? OptionalLong.of(wave.versions().timestamp())
          : OptionalLong.empty();
    } catch (MalformedJsonException e) {
      LOG.atWarn().addKeyValue("mistake", e.getMessage()).log("announcement not understood");
      return OptionalLong.empty();
    }
  }

  /// The version of a timestamp as it says itself; -1 if there is none.
  private static long version(Optional<byte[]> timestamp) {
    if (timestamp.isEmpty()) {
      return -1;
    }
    try {
      return StrictJson.parseObject(timestamp.get(), TIMESTAMP_LIMITS)
          .requireObject("signed")
          .requireLong("version");
    } catch (MalformedJsonException e) {
      LOG.atWarn().addKeyValue("mistake", e.getMessage()).log("timestamp not understood");
      return -1;
    }
  }
}
