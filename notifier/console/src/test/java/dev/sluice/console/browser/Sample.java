package dev.sluice.console.browser;

import dev.sluice.console.InMemoryConsole;
import dev.sluice.console.audit.AuditEntry;
import dev.sluice.console.device.FleetSpread;
import dev.sluice.console.distribution.Distribution;
import dev.sluice.events.ByteString;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RingSpan;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rollouts and devices as an operator of a middling fleet sees them.
final class Sample {
  /// The rollout that tests order things of.
  static final String ROLLOUT = "demo/1";

  private final Instant now;

  private Sample(Instant now) {
    this.now = now;
  }

  /// Puts rollouts in every stage and some devices on show.
  static void fill(InMemoryConsole console, Instant now) {
    var sample = new Sample(now);
    sample.rollouts().forEach(console::put);
    sample.audit().forEach(console::putAudit);
    console.put(
        new SafeguardOrdered(
            new ProductName("press-firmware"),
            "rev-b",
            Optional.of(Condition.parse("hardware = 'press-rev-b' AND version < '4.1.0'")),
            "ada",
            "the bootloader of these boards does not start 4.2"));
    console.putLetter(
        "letter-1",
        letter(
            "sluice.confirmations",
            "press-007",
            "the signature does not fit the device's key",
            "~~"),
        now.minus(Duration.ofHours(30)));
    console.putLetter(
        "letter-2",
        letter(
            "sluice.releases",
            "oven-controller/3",
            "IOException: no such ring",
            "{\"counter\":3,\"rollbackFloor\":0,\"release\":\"oven-controller/2026.11.3\"}"),
        now.minus(Duration.ofMinutes(4)));
    for (int i = 0; i < 120; i++) {
      console.putDevice("press-%03d".formatted(i), now.minusSeconds(7L * i));
    }
    console.putDevice("oven-line-4.hamburg_north", now.minus(Duration.ofDays(3)));
    console.putRelease("press-firmware", "4.1.0", 11, true);
    console.putRelease("press-firmware", "4.2.0", 12, true);
    console.putRelease("oven-controller", "1.0-rc.3", 3, false);
    console.spread = Optional.of(spread(now));
    console.distribution = distribution(now);
    tell(console, "oven-line-4.hamburg_north", now.minus(Duration.ofDays(3)));
  }

  /// A device that went back once, and took the next attempt.
  private static void tell(InMemoryConsole console, String device, Instant from) {
    console.putSteps(
        device,
        "oven-controller/3",
        1,
        from,
        new Progress.Told(),
        new Progress.Waiting("its place in the wave's window comes at " + from.plusSeconds(60)),
        new Progress.Started(),
        new Progress.Fetched(Progress.Source.EDGE, Progress.Form.DELTA, 1_843_200, 48_000_123),
        new Progress.Applied(),
        new Progress.Switched(),
        new Progress.RolledBack(),
        new Progress.Confirmed(
            Outcome.ROLLED_BACK,
            "not healthy: not within PT2M: http://127.0.0.1:8080/health: status must be 2xx, got 500"));
    console.putSteps(
        device,
        "oven-controller/3",
        2,
        from.plus(Duration.ofHours(5)),
        new Progress.Told(),
        new Progress.Started(),
        new Progress.Fetched(Progress.Source.EDGE, Progress.Form.FULL, 48_000_123),
        new Progress.Switched(),
        new Progress.Healthy(),
        new Progress.Confirmed(Outcome.INSTALLED, ""));
  }

  /// A day with a rollout in it: the first wave fills the caches, the others find them full.
  private static Distribution distribution(Instant now) {
    Instant from = now.minus(Duration.ofHours(24)).truncatedTo(ChronoUnit.HOURS);
    List<Distribution.Point> points = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      Instant at = from.plus(Duration.ofMinutes(5L * (120 + i)));
      long held = (i * 7919L % 60 + 20) << 20;
      long brought = i % 30 < 4 ? 60L << 20 : 1L << 20;
      points.add(
          new Distribution.Point(
              at,
              List.of(
                  new Distribution.Tier(1, traffic(held / 3, brought)),
                  new Distribution.Tier(2, traffic(held, held / 3 + brought))),
              40,
              40L * 48_000_123,
              held + brought));
    }
    return new Distribution(
        now,
        from,
        300,
        points,
        List.of(
            node("origin-shield.frankfurt", 1, "origin", now.minusSeconds(12)),
            node("hall-3", 2, "origin-shield.frankfurt", now.minusSeconds(41)),
            node("hall-4", 2, "origin-shield.frankfurt", now.minus(Duration.ofHours(7)))),
        0);
  }

  private static Distribution.Node node(String name, int tier, String upstream, Instant heardAt) {
    return new Distribution.Node(
        new NodeId(name),
        tier,
        upstream,
        60,
        heardAt.minus(Duration.ofDays(9)),
        heardAt,
        traffic(11_400_000_000L, tier == 1 ? 2_100_000_000 : 410_000_000));
  }

  private static NodeTraffic traffic(long hitBytes, long missBytes) {
    return new NodeTraffic(
        new NodeTraffic.Sent(hitBytes / 50, missBytes / 50),
        new NodeTraffic.Sent(hitBytes - hitBytes / 50, missBytes / 2),
        new NodeTraffic.Sent(0, missBytes - missBytes / 2 - missBytes / 50),
        missBytes);
  }

  private static DeadLetter letter(String topic, String key, String reason, String data) {
    return new DeadLetter(
        topic,
        key,
        reason,
        "notifier",
        ByteString.of(data.getBytes(StandardCharsets.UTF_8)),
        List.of(
            new DeadLetter.Header(
                "ce_type", ByteString.of("release.signed".getBytes(StandardCharsets.UTF_8)))),
        Optional.empty());
  }

  private List<AuditEntry> audit() {
    return List.of(
        entry(9, AuditKind.TOKEN, "admin", "ci", "token given out: publisher", ""),
        entry(8, AuditKind.POLICY, "ann", "demo", "policy version 3 applied", "slower at first"),
        entry(7, AuditKind.CHANGE, "", "press-firmware/12", "created: signing", ""),
        entry(6, AuditKind.CHANGE, "", "press-firmware/12", "wave-announced: admitting", ""),
        entry(
            5,
            AuditKind.ORDER,
            "ben@plant.example",
            "press-firmware/10",
            "halt",
            "smoke in hall 3"),
        entry(
            4,
            AuditKind.DEVICE,
            "ann",
            "oven-line-4.hamburg_north",
            "device enrolled, epoch 1",
            ""));
  }

  private AuditEntry entry(
      int hoursAgo, AuditKind kind, String who, String subject, String what, String why) {
    Optional<RolloutId> rollout =
        subject.contains("/") ? Optional.of(RolloutId.parse(subject)) : Optional.empty();
    return new AuditEntry(
        "entry-" + hoursAgo,
        now.minus(Duration.ofHours(hoursAgo)),
        kind,
        who,
        subject,
        what,
        why,
        rollout.map(RolloutId::product),
        rollout);
  }

  private static FleetSpread spread(Instant now) {
    List<FleetSpread.Group> groups = new ArrayList<>();
    for (String ring : List.of("canary", "early", "broad")) {
      for (String hardware : List.of("board-a", "board-b", "")) {
        for (int counter = 12; counter > 4; counter--) {
          groups.add(group("press-firmware", "4.%d.0".formatted(counter), counter, ring, hardware));
        }
      }
    }
    groups.add(group("oven-controller", "1.0-rc.2", 2, "canary", "oven"));
    long devices = groups.stream().mapToLong(FleetSpread.Group::devices).sum();
    return new FleetSpread(now, devices + 17, 17, groups, 0);
  }

  private static FleetSpread.Group group(
      String product, String version, long counter, String ring, String hardware) {
    long devices = (ring.length() * 37L + hardware.length() * 11L) * counter * counter / 9 + 1;
    return new FleetSpread.Group(
        ProductName.parse(product), Version.parse(version), counter, ring, hardware, devices);
  }

  private List<RolloutSnapshot> rollouts() {
    return List.of(
        rollout(
            "press-firmware/12",
            "admitting",
            "waiting: 412 of 500 confirmed, failure rate at most 1.9 % at 95 % confidence, limit 1 %",
            ring("canary", "done", 40, 40, 40, 0, 0, 0),
            ring("early", "admitting", 2_000, 500, 405, 7, 3, 12),
            ring("broad", "waiting", 97_960, 0, 0, 0, 0, 0)),
        rollout(
            "press-firmware/11",
            "completed",
            "",
            ring("canary", "done", 40, 40, 40, 0, 0, 0),
            ring("early", "done", 2_000, 2_000, 1_991, 4, 0, 5),
            ring("broad", "done", 97_960, 97_960, 97_310, 120, 30, 500)),
        rollout(
            "press-firmware/10",
            "halted",
            "canary: 6 of 22 failed, failure rate at least 9.1 % at 95 % confidence, limit 2 %",
            ring("canary", "halted", 40, 22, 16, 6, 0, 0),
            ring("early", "waiting", 2_000, 0, 0, 0, 0, 0)),
        rollout(
            "oven-controller/3",
            "waiting-for-approval",
            "ring broad waits for an approver",
            ring("canary", "done", 5, 5, 5, 0, 0, 0),
            ring("broad", "waiting", 800, 0, 0, 0, 0, 0)),
        rollout(
            "oven-controller/2",
            "superseded",
            "release 3 is newer",
            ring("canary", "done", 5, 5, 5, 0, 0, 0)));
  }

  private RolloutSnapshot rollout(String id, String state, String reason, RingProgress... rings) {
    var rollout = RolloutId.parse(id);
    return new RolloutSnapshot(
        rollout,
        ReleaseId.parse("%s/2026.11.%d".formatted(rollout.product(), rollout.counter())),
        rollout.counter(),
        state,
        reason,
        now.minusSeconds(30 * rollout.counter()),
        List.of(rings));
  }

  private RingProgress ring(
      String name,
      String state,
      long devices,
      long admitted,
      long confirmed,
      long failed,
      long inconclusive,
      long silent) {
    RingSpan span =
        switch (state) {
          case "waiting" -> new RingSpan.NotStarted();
          case "done" -> new RingSpan.Ended(now.minusSeconds(7_200), now.minusSeconds(3_600));
          default -> new RingSpan.Started(now.minusSeconds(900));
        };
    int wave = state.equals("waiting") ? 0 : 1;
    return new RingProgress(
        name,
        state,
        devices,
        admitted,
        confirmed,
        failed,
        inconclusive,
        silent,
        FailureCauses.NONE,
        wave,
        3,
        RolloutId.FIRST_ATTEMPT,
        span,
        state.equals("admitting")
            ? "61 of 405 took longer than 4m10s, twice the 90 % time of 2026.11.11, limit 20 %"
            : "",
        HeldDevices.NONE);
  }
}
