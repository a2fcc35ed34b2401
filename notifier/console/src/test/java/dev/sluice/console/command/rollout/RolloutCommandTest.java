package dev.sluice.console.command.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.console.command.TypedCommands;
import dev.sluice.console.command.terminal.Ink;
import dev.sluice.console.command.terminal.Terminal;
import dev.sluice.console.command.terminal.TerminalSize;
import dev.sluice.events.command.Order;
import dev.sluice.events.command.RetryOrdered;
import dev.sluice.events.command.RingApproved;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.WavePromoted;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.program.exit.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutCommandTest {
  @TempDir Path directory;

  private TypedCommands typed;

  @BeforeEach
  void start() throws Exception {
    typed = TypedCommands.start(directory);
  }

  @AfterEach
  void stop() {
    typed.close();
  }

  @Test
  void givenRelease_whenPlanned_thenTablesAndJson() throws Exception {
    assertThat(typed.run("viewer", RolloutCommand::spec, "plan", "demo", "2.0", "--failures", "5%"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.out().lines().map(line -> line.replaceAll("  +", "|").strip()))
        .contains(
            "demo/2: 1,010 devices, 10 expected off; takes 30 min 0 s (half of 11 runs; nine of ten: 31 min 0 s)",
            "RING|DEVICES|OFF|START|END|END P90|STOPS FROM",
            "broad|1,000|10|10 min 0 s|30 min 0 s|31 min 0 s|4 %",
            "tier 1|1|900|3.9 GiB|12.5|400.0 MiB|60 s",
            "5 %|9 of 11|2 of 11|0 of 11|broad|60|90|12 min 0 s",
            "- People start and approve at once; nobody pauses or promotes.");

    typed.run("viewer", RolloutCommand::spec, "plan", "demo", "2.0", "-o", "json");
    assertThat(typed.json().at("/rings/1/end/p50").asText()).isEqualTo("PT30M");
  }

  @Test
  void givenRollouts_whenListed_thenTableAndJson() throws Exception {
    typed.console().put("demo/1", "admitting");
    typed.console().put("acme/7", "completed");

    assertThat(typed.run("viewer", RolloutCommand::spec, "list")).isEqualTo(ExitCode.DONE);
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "ROLLOUT RELEASE STATE RING CONFIRMED FAILED REASON",
            "acme/7 acme/1.7 completed broad 3 of 10 1 -",
            "demo/1 demo/1.1 admitting broad 3 of 10 1 -");

    typed.run("viewer", RolloutCommand::spec, "list", "--product", "demo", "--output", "json");
    assertThat(typed.json()).hasSize(1);
    assertThat(typed.json().at("/0/rings/0/name").asText()).isEqualTo("canary");

    typed.run("viewer", RolloutCommand::spec, "get", "demo/1");
    assertThat(typed.out())
        .startsWith("demo/1.1  rollout demo/1  admitting for")
        .contains("├─ ✔ canary", "└─ ◷ broad", "wave 1/2", "1 of 8 confirmed, 1 failed, 2 pending")
        .contains("✖ 1 unhealthy at health, hardware board-a, from 1.0")
        .doesNotContain("\u001b");
  }

  @Test
  void givenOrders_whenTheyHaveAnEffect_thenDoneAndShown() throws Exception {
    typed.console().put("demo/1", "admitting");

    assertThat(typed.run("operator", RolloutCommand::spec, "pause", "demo/1", "--reason", "lunch"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains("paused: operator: lunch");
    assertThat(typed.run("operator", RolloutCommand::spec, "resume", "demo/1"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.run("operator", RolloutCommand::spec, "halt", "demo/1", "-o", "json"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.json().path("state").asText()).isEqualTo("halted");
    assertThat(typed.run("operator", RolloutCommand::spec, "halt", "demo/1"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.err()).contains("halted");
  }

  @Test
  void givenWaveAndWaitingRing_whenPromotedAndApproved_thenTheOrdersNameThem() throws Exception {
    typed.console().put("demo/1", "admitting");
    assertThat(typed.run("operator", RolloutCommand::spec, "promote", "demo/1", "--reason", "seen"))
        .isEqualTo(ExitCode.DONE);
    typed.console().put("demo/1", "waiting-for-approval");
    assertThat(typed.run("operator", RolloutCommand::spec, "approve", "demo/1"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(typed.run("approver", RolloutCommand::spec, "approve", "demo/1"))
        .isEqualTo(ExitCode.DONE);

    RolloutId rollout = RolloutId.parse("demo/1");
    assertThat(typed.console().sent)
        .containsExactly(
            new WavePromoted(rollout, "broad", 1, "operator", "seen"),
            new RingApproved(rollout, "broad", "approver", ""));
  }

  @Test
  void givenHaltedRollout_whenRolledBack_thenDoneAndShown() throws Exception {
    typed.console().put("demo/1", "completed");
    typed.console().put("demo/2", "halted");

    assertThat(
            typed.run(
                "operator",
                RolloutCommand::spec,
                "rollback",
                "demo/2",
                "--to",
                "1.1",
                "--everywhere",
                "--reason",
                "reboots"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains("rolled-back: reboots");
    assertThat(typed.run("operator", RolloutCommand::spec, "rollback", "demo/2", "--to", "1.1"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.run("operator", RolloutCommand::spec, "rollback", "demo/2"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void givenOrderWithoutEffect_whenTheTimeIsOver_thenPending() throws Exception {
    typed.console().obeys = false;
    typed.console().put("demo/1", "admitting");

    assertThat(typed.run("operator", RolloutCommand::spec, "halt", "demo/1", "--timeout", "1s"))
        .isEqualTo(ExitCode.PENDING);

    assertThat(typed.console().sent).hasSize(1);
    assertThat(typed.err()).contains("the order to halt is safe");
  }

  @Test
  void givenOrdersThatMayNotBe_whenGiven_thenTheExitCodeTellsWhy() throws Exception {
    typed.console().put("demo/1", "admitting");
    typed.console().put("other/1", "admitting");

    assertThat(typed.run("viewer", RolloutCommand::spec, "halt", "demo/1"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(typed.run("operator", RolloutCommand::spec, "halt", "other/1"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(typed.run("expired", RolloutCommand::spec, "list")).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(typed.run("operator", RolloutCommand::spec, "halt", "demo/9"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(typed.run("operator", RolloutCommand::spec, "halt", "nonsense"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(typed.run("operator", RolloutCommand::spec, "resume", "demo/1"))
        .isEqualTo(ExitCode.REFUSED);
    typed.console().kafkaIsAway = true;
    assertThat(typed.run("operator", RolloutCommand::spec, "halt", "demo/1"))
        .isEqualTo(ExitCode.UNREACHABLE);
    typed.console().close();
    assertThat(typed.run("operator", RolloutCommand::spec, "halt", "demo/1"))
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(typed.console().sent).isEmpty();
  }

  @Test
  void givenWatch_whenTheRolloutEnds_thenEachChangeIsShownAndTheCodeTellsHow() throws Exception {
    typed.console().put("demo/1", "admitting");
    var code =
        CompletableFuture.supplyAsync(
            () -> typed.run("viewer", RolloutCommand::spec, "get", "demo/1", "--watch"));
    await().atMost(Duration.ofSeconds(20)).until(() -> typed.out().contains("admitting"));

    typed.console().put("demo/2", "completed");
    typed.console().put("demo/1", "soaking");
    typed.console().put("demo/1", "halted");

    assertThat(code.get()).isEqualTo(ExitCode.REFUSED);
    assertThat(typed.out()).contains("soaking", "halted").doesNotContain("demo/2");
  }

  @Test
  void givenTerminal_whenWatched_thenItIsRedrawnAndTheLastPictureStays() throws Exception {
    typed.console().put("demo/1", "admitting");
    var terminal = new Terminal(true, new Ink(true), () -> new TerminalSize(80, 24));
    var code =
        CompletableFuture.supplyAsync(
            () ->
                typed.run(
                    "viewer", to -> RolloutCommand.spec(to, terminal), "get", "demo/1", "-w"));
    await().atMost(Duration.ofSeconds(20)).until(() -> typed.out().contains("admitting"));

    typed.console().put("demo/1", "completed");

    assertThat(code.get()).isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).startsWith("\u001b[?1049h");
    String left = typed.out().substring(typed.out().lastIndexOf("\u001b[?1049l"));
    assertThat(left).contains("completed", "canary");
  }

  @Test
  void givenRollouts_whenAskedForTheirStatus_thenTheCodeTellsIt() throws Exception {
    typed.console().put("demo/1", "completed");
    typed.console().put("demo/2", "halted");
    typed.console().put("demo/3", "admitting");

    assertThat(typed.run("viewer", RolloutCommand::spec, "status", "demo/1"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.run("viewer", RolloutCommand::spec, "status", "demo/2", "--timeout", "30m"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.run("viewer", RolloutCommand::spec, "status", "demo/3", "--timeout", "1s"))
        .isEqualTo(ExitCode.PENDING);
    assertThat(typed.out()).startsWith("demo/3  demo/1.3  admitting");
    typed.console().close();
    assertThat(typed.run("viewer", RolloutCommand::spec, "status", "demo/3", "--timeout", "30m"))
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void givenReleaseThatWaitsForAPerson_whenCreated_thenItsRolloutStarts() throws Exception {
    typed.console().put("demo/1", "completed");
    typed.console().put("demo/2", "waiting-for-start");

    assertThat(
            typed.run(
                "operator", RolloutCommand::spec, "create", "demo", "1.2", "--reason", "tested"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.console().sent)
        .containsExactly(
            new RolloutOrdered(RolloutId.parse("demo/2"), Order.START, "operator", "tested"));
    assertThat(typed.run("operator", RolloutCommand::spec, "create", "demo", "1.1"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.run("operator", RolloutCommand::spec, "create", "demo", "9"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void givenHaltedRollout_whenRetried_thenTheNextAttemptIsOrdered() throws Exception {
    typed.console().put("demo/1", "halted");

    assertThat(
            typed.run(
                "operator",
                RolloutCommand::spec,
                "retry",
                "demo/1",
                "--ring",
                "canary",
                "--reason",
                "server is back"))
        .isEqualTo(ExitCode.DONE);

    assertThat(typed.console().sent)
        .last()
        .isEqualTo(
            new RetryOrdered(RolloutId.parse("demo/1"), "canary", 2, "operator", "server is back"));
  }
}
