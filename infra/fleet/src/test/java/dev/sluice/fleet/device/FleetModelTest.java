package dev.sluice.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.Ed25519Signatures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FleetModelTest {
  private static final int DEVICES = 20_000;
  private static final Offset<Double> NEAR = Offset.offset(0.01);

  private final FleetModel model =
      TestFleets.model(DEVICES, 7, TestFleets.behaviour(50_000, 100_000, 200_000));

  @Test
  void givenShares_whenDevicesAreDrawn_thenAboutSoMany() {
    Instant now = TestFleets.START;

    assertThat(share(device -> model.fails(device, 1, 1))).isEqualTo(0.05, NEAR);
    assertThat(share(device -> model.onAt(device, now).isEmpty())).isEqualTo(0.1, NEAR);
    // A fifth comes and goes, two thirds of it are off at a time, a tenth of these for ever.
    assertThat(share(device -> model.onAt(device, now).filter(at -> at.isAfter(now)).isPresent()))
        .isEqualTo(0.12, NEAR);
    assertThat(share(device -> model.attributes(device).tags().contains("canary")))
        .isEqualTo(0.1, NEAR);
    assertThat(share(device -> "b".equals(model.attributes(device).attributes().get("hardware"))))
        .isEqualTo(1.0 / 3, NEAR);
  }

  @Test
  void givenLatency_whenDrawn_thenLogNormal() {
    Duration median = model.behaviour().latency();

    assertThat(share(device -> model.latency(device, 1).compareTo(median) <= 0))
        .isEqualTo(0.5, NEAR);
    assertThat(share(device -> model.latency(device, 1).compareTo(median.multipliedBy(2)) <= 0))
        .isEqualTo(0.841, NEAR);
  }

  @Test
  void givenAnotherRelease_whenDrawn_thenOtherDevicesFail() {
    double both = share(device -> model.fails(device, 1, 1) && model.fails(device, 2, 1));

    assertThat(both).isEqualTo(0.0025, Offset.offset(0.002));
  }

  @Test
  void givenEqualSeeds_whenKeysAreMade_thenEqualAndTheirSignaturesAreGenuine() {
    var messages = new Messages(model);
    var answer =
        new Answer(
            3,
            "broad",
            TestFleets.release(1),
            TestFleets.next(1, 1, dev.sluice.events.rings.NextState.ADMITTING, false).rollout(),
            1,
            dev.sluice.events.confirmation.Outcome.INSTALLED,
            TestFleets.START);

    var enrolled = messages.enrolled(3);
    SignedConfirmation confirmation = messages.confirmed(answer, Digest.sha256(new byte[] {2}));

    assertThat(Ed25519Signatures.isSafeKey(enrolled.publicKey().bytes())).isTrue();
    assertThat(confirmation.isSignedBy(enrolled.publicKey())).isTrue();
    assertThat(confirmation.isSignedBy(messages.enrolled(4).publicKey())).isFalse();
    assertThat(new Messages(model).enrolled(3)).isEqualTo(enrolled);
  }

  @Test
  void givenTextsOfShares_whenRead_thenMillionthsOrRefused() {
    assertThat(TagShare.parse("canary=2.5%")).isEqualTo(new TagShare("canary", 25_000));
    for (String wrong : List.of("canary", "canary=1", "=1%", "canary=101%")) {
      assertThatThrownBy(() -> TagShare.parse(wrong)).hasMessageContaining("expected");
    }
  }

  @Test
  void givenAnyTimes_whenPutIntoTheAgenda_thenTakenInTheirOrder() {
    Property.check(
        "an agenda gives the earliest first",
        100,
        seed -> {
          var agenda = new Agenda();
          List<Instant> times = new ArrayList<>();
          for (int device = 0; device < seed.size(300); device++) {
            times.add(Instant.ofEpochMilli(seed.between(0, 1L << 42)));
            agenda.put(device, times.getLast());
          }

          List<Instant> taken = new ArrayList<>();
          while (agenda.size() > 0) {
            Instant first = agenda.firstAt().orElseThrow();
            assertThat(times.get(agenda.take())).isEqualTo(first);
            taken.add(first);
          }

          assertThat(taken).isSorted().hasSameSizeAs(times);
        });
  }

  private double share(IntPredicate predicate) {
    return IntStream.range(0, DEVICES).filter(predicate).count() / (double) DEVICES;
  }
}
