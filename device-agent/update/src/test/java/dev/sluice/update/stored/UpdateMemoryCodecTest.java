package dev.sluice.update.stored;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.GeneratedEvents;
import dev.sluice.events.TraceParent;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceReference;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.memory.Bounds;
import dev.sluice.update.memory.Earlier;
import dev.sluice.update.memory.Failures;
import dev.sluice.update.memory.Holding;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.memory.SwitchedFlags;
import dev.sluice.update.memory.Timeline;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.plan.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UpdateMemoryCodecTest {
  private static final ProductName PRODUCT = new ProductName("app");
  private static final Digest MANIFEST = Digest.sha256(new byte[] {7});

  private static Digest digest(Seeded seeded) {
    return Digest.ofBytes(seeded.bytesOfLength(Digest.LENGTH_BYTES));
  }

  private static Instant instant(Seeded seeded) {
    return Instant.ofEpochMilli(seeded.between(0, 4_000_000_000_000L));
  }

  private static ReleaseId release(Seeded seeded) {
    return new ReleaseId(PRODUCT, new Version("1." + seeded.between(0, 99)));
  }

  private static RolloutId rollout(Seeded seeded) {
    return new RolloutId(PRODUCT, seeded.between(1, 1_000));
  }

  private static Job job(Seeded seeded) {
    var plan =
        new Plan(
            release(seeded),
            50,
            seeded.between(0, 50),
            rollout(seeded),
            (int) seeded.between(1, 9),
            digest(seeded),
            new Artifact(
                new ArtifactName("app.bin"),
                digest(seeded),
                seeded.between(1, 1L << 40),
                Installer.FILE),
            new SliceReference(1L << 20, digest(seeded)),
            seeded.chance(0.5)
                ? Schedule.ANYTIME
                : Schedule.of(GeneratedEvents.install(seeded), instant(seeded)));
    return seeded.pick(
        List.of(
            new Job.Nothing(),
            new Job.Scheduled(rollout(seeded), instant(seeded)),
            new Job.Underway(
                plan,
                seeded.pick(List.of(Job.Step.values())),
                seeded.pick(List.of(Job.Route.values()))),
            new Job.InPlace(
                plan,
                new InPlaceOrder(
                    digest(seeded),
                    plan.artifact().digest(),
                    plan.artifact().lengthBytes(),
                    seeded.between(0, 1L << 40),
                    seeded.between(0, 1L << 40)),
                seeded.pick(List.of(Job.Stage.values())),
                seeded.text(40)),
            new Job.Trial(
                plan,
                seeded.pick(List.of(Job.TrialStep.values())),
                (int) seeded.between(0, 9),
                seeded.chance(0.5) ? new Fallback.Nothing() : new Fallback.Previous(digest(seeded)),
                seeded.text(40),
                seeded.text(100))));
  }

  private static OutcomeReason reason(Seeded seeded) {
    var code = seeded.pick(List.of(OutcomeReason.Code.values()));
    return code == OutcomeReason.Code.UNKNOWN
        ? OutcomeReason.unknown(seeded.text(100))
        : new OutcomeReason(
            code, seeded.pick(List.of(OutcomeReason.Step.values())), seeded.text(100));
  }

  private static UpdateMemory memory(Seeded seeded) {
    var confirmation =
        new Confirmation(
            new DeviceId("device-1"),
            seeded.between(0, 9),
            release(seeded),
            seeded.between(1, 99),
            rollout(seeded),
            (int) seeded.between(1, 9),
            digest(seeded),
            seeded.pick(List.of(Outcome.values())),
            reason(seeded),
            instant(seeded));
    return new UpdateMemory(
        new Bounds(instant(seeded), seeded.between(0, 99), seeded.between(0, 99)),
        seeded.chance(0.5)
            ? new Installed.Nothing()
            : new Installed.Release(
                release(seeded), seeded.between(1, 99), digest(seeded), digest(seeded)),
        seeded.chance(0.5)
            ? new Earlier.Nothing()
            : new Earlier.Replaced(
                new Installed.Release(
                    release(seeded), seeded.between(1, 99), digest(seeded), digest(seeded)),
                rollout(seeded),
                (int) seeded.between(1, 9)),
        job(seeded),
        failures(seeded),
        seeded.chance(0.5) ? new Outcomes.Nothing() : new Outcomes.Latest(confirmation),
        seeded.chance(0.5)
            ? new RolloutTrace.Nothing()
            : new RolloutTrace.Of(confirmation.rollout(), traceParent(seeded)),
        seeded.chance(0.5)
            ? new Holding.Nothing()
            : new Holding.Held(rollout(seeded), seeded.between(0, 99), instant(seeded)),
        timeline(seeded),
        seeded.chance(0.5) ? SwitchedFlags.NONE : switchedFlags(seeded));
  }

  private static SwitchedFlags switchedFlags(Seeded seeded) {
    return new SwitchedFlags(
        flags(seeded),
        flags(seeded),
        seeded.chance(0.5),
        (int) seeded.between(0, SwitchedFlags.MAX_FAILURES),
        seeded.text(100));
  }

  private static SortedSet<FlagName> flags(Seeded seeded) {
    return new TreeSet<>(seeded.list(5, seed -> new FlagName(seed.name(100))));
  }

  private static Timeline timeline(Seeded seeded) {
    Timeline timeline = Timeline.EMPTY;
    for (long left = seeded.between(0, Timeline.MAX_STEPS + 5); left > 0; left--) {
      timeline =
          timeline
              .with(instant(seeded), rollout(seeded), 1, new Progress.Waiting(seeded.text(50)))
              .withFetched(seeded.between(0, 99))
              .withDelivered(seeded.between(0, 40));
    }
    return timeline;
  }

  private static Failures failures(Seeded seeded) {
    Failures failures = Failures.NONE;
    for (long left = seeded.between(0, Failures.MAX_ENTRIES + 2); left > 0; left--) {
      failures =
          failures.with(
              new Failures.Entry(
                  rollout(seeded),
                  (int) seeded.between(1, 9),
                  digest(seeded),
                  (int) seeded.between(1, 9)));
    }
    return failures;
  }

  /// No id is all zeros, as bytes of a seed may be.
  private static TraceParent traceParent(Seeded seeded) {
    String hex = Digest.sha256(seeded.bytes(9)).hex();
    return new TraceParent(hex.substring(0, 32), hex.substring(32, 48), true);
  }

  @Test
  void givenMemoryOfAnAgentThatFollowedNoTrace_whenDecoded_thenHasNone() throws Exception {
    String stored = new String(UpdateMemoryCodec.encode(UpdateMemory.empty()), UTF_8);

    assertThat(stored).doesNotContain("trace").doesNotContain("earlier");
    assertThat(UpdateMemoryCodec.decode(stored.getBytes(UTF_8)).trace())
        .isEqualTo(new RolloutTrace.Nothing());
  }

  private static Confirmation confirmation(Outcome outcome) {
    return new Confirmation(
        new DeviceId("device-1"),
        1,
        new ReleaseId(PRODUCT, new Version("1.0")),
        7,
        new RolloutId(PRODUCT, 7),
        MANIFEST,
        outcome,
        OutcomeReason.none(),
        Instant.EPOCH);
  }

  private static UpdateMemory memory(Confirmation latest) {
    return new UpdateMemory(
        Bounds.NONE,
        new Installed.Nothing(),
        new Earlier.Nothing(),
        new Job.Nothing(),
        Failures.NONE,
        new Outcomes.Latest(latest),
        new RolloutTrace.Nothing(),
        new Holding.Nothing(),
        Timeline.EMPTY,
        SwitchedFlags.NONE);
  }

  /// As an agent wrote it that remembered one release.
  private static UpdateMemory withEarlierFailures(UpdateMemory memory) throws Exception {
    String stored = new String(UpdateMemoryCodec.encode(memory), UTF_8);
    String failures =
        "\"failures\": {\"manifest\": \"%s\", \"count\": 5}, \"type\"".formatted(MANIFEST.hex());
    return UpdateMemoryCodec.decode(stored.replace("\"type\"", failures).getBytes(UTF_8));
  }

  @Test
  void givenMemoryOfAnAgentThatRememberedOneRelease_whenDecoded_thenItIsGivenUpInItsRollout()
      throws Exception {
    Confirmation failed = confirmation(Outcome.ROLLED_BACK);
    Confirmation installed = confirmation(Outcome.INSTALLED);

    UpdateMemory afterFailure = withEarlierFailures(memory(failed));
    UpdateMemory afterReturn = withEarlierFailures(memory(installed));

    assertThat(afterFailure.failures().isGivenUp(failed.rollout(), 1, MANIFEST)).isTrue();
    assertThat(afterReturn.failures()).isEqualTo(Failures.NONE);
  }

  @Test
  void givenAnyMemory_whenEncodedAndDecoded_thenIsTheSame() {
    Property.check(
        "memory survives encoding",
        100,
        seeded -> {
          UpdateMemory memory = memory(seeded);

          assertThat(UpdateMemoryCodec.decode(UpdateMemoryCodec.encode(memory))).isEqualTo(memory);
        });
  }

  @Test
  void givenFlippedBit_whenDecoded_thenOnlyTheDocumentedRefusalComesOut() {
    Property.check(
        "a damaged memory is refused or read, never a surprise",
        200,
        seeded -> {
          byte[] damaged = seeded.withFlippedBit(UpdateMemoryCodec.encode(memory(seeded)));

          try {
            assertThat(UpdateMemoryCodec.decode(damaged)).isNotNull();
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining("expected");
          }
        });
  }

  @Test
  void givenUnknownMember_whenDecoded_thenRefuses() {
    String text =
        new String(UpdateMemoryCodec.encode(UpdateMemory.empty()), StandardCharsets.UTF_8);
    byte[] extended =
        text.replace("\"type\"", "\"more\":1,\"type\"").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> UpdateMemoryCodec.decode(extended))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("more");
  }
}
