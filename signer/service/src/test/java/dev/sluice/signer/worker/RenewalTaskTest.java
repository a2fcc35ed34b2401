package dev.sluice.signer.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.release.ProductName;
import dev.sluice.repository.change.Changes;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.signer.commit.MemoryStore;
import dev.sluice.signer.commit.RepositoryWriter;
import dev.sluice.signer.commit.SigningWatch;
import dev.sluice.signer.keys.MemoryKeys;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.metadata.Roles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenewalTaskTest {
  private final VirtualClock clock = new VirtualClock();
  private final MemoryKeys keys = new MemoryKeys();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RoleWatch watch = new RoleWatch(meters);
  private RepositoryWriter writer;
  private RenewalTask task;

  @BeforeEach
  void open() throws IOException {
    writer =
        RepositoryWriter.openOrFound(
            new MemoryStore(), keys, Lifetimes.DEFAULT, clock, SigningWatch.NONE);
    task = new RenewalTask(writer, keys, Lifetimes.DEFAULT, clock, watch);
  }

  @Test
  void givenTargetsAndRootOfWhichTheKeysLieHere_whenTheirEndComesNear_thenTheyRenewThemselves() {
    clock.advance(Duration.ofDays(140));
    task.run();
    assertThat(writer.repository().targets().version()).isEqualTo(2);
    assertThat(writer.repository().root().version()).isEqualTo(1);

    clock.advance(Duration.ofDays(140));
    task.run();
    assertThat(writer.repository().root().version()).isEqualTo(2);
    assertThat(writer.repository().targets().expires()).isAfter(clock.instant());
    assertThat(task.problem()).isEmpty();
    assertThat(watch.note()).isEqualTo("no role waits for a person");
  }

  @Test
  void givenOneProductOfWhichAnOnlineKeyIsLost_whenRolesAreDue_thenAllOthersAreSigned()
      throws IOException {
    var products = new Changes();
    products.addProduct(new ProductName("app"));
    products.addProduct(new ProductName("other"));
    var before = writer.commit(_ -> new Upkeep(products)).repository();
    keys.lose("rings.app");

    clock.advance(Duration.ofDays(2));
    task.run();

    assertThat(writer.repository().timestamp().expires()).isAfter(clock.instant());
    assertThat(versionOf("rings.other")).isEqualTo(2);
    assertThat(writer.repository().snapshot().version()).isGreaterThan(before.snapshot().version());
    assertThat(versionOf("rings.app")).isEqualTo(1);
    assertThat(task.problem())
        .hasValueSatisfying(problem -> assertThat(problem).contains("role rings.app"));
  }

  @Test
  void givenTargetsOfWhichTheKeyIsElsewhere_whenItsEndComesNear_thenAPersonIsCalledInTime() {
    keys.lose(Roles.TARGETS);

    clock.advance(Duration.ofDays(155));
    task.run();
    assertThat(watch.note())
        .contains("role targets expires at")
        .contains("sluice keys renew targets");
    assertThat(task.problem()).isEmpty();
    assertThat(
            meters
                .get("sluice.signer.role.expiry.timestamp.seconds")
                .tag("role", Roles.TARGETS)
                .gauge()
                .value())
        .isEqualTo((double) writer.repository().targets().expires().getEpochSecond());

    clock.advance(Duration.ofDays(20));
    task.run();
    assertThat(task.problem())
        .hasValueSatisfying(problem -> assertThat(problem).contains("targets"));
    assertThat(writer.repository().timestamp().expires()).isAfter(clock.instant());
  }

  private long versionOf(String role) {
    return requireNonNull(writer.repository().documents().get(role)).version();
  }
}
