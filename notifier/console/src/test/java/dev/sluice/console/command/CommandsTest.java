package dev.sluice.console.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.console.AuditEntry;
import dev.sluice.console.InMemoryConsole;
import dev.sluice.console.command.terminal.Ink;
import dev.sluice.console.command.terminal.Terminal;
import dev.sluice.console.command.terminal.TerminalSize;
import dev.sluice.events.ByteString;
import dev.sluice.events.command.Order;
import dev.sluice.events.command.RetryOrdered;
import dev.sluice.events.command.RingApproved;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.WavePromoted;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.remote.Commands;
import dev.sluice.release.ProductName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private InMemoryConsole console;

  @BeforeEach
  void start() throws Exception {
    console = InMemoryConsole.start();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void givenModule_whenLookingForCommands_thenTheyAreFound() {
    var names = new ConsoleCommands().entries().stream().map(Commands.Entry::name);
    assertThat(names)
        .containsExactly(
            "console",
            "rollout",
            "policy",
            "safeguard",
            "device",
            "channel",
            "dead-letter",
            "audit",
            "token");
  }

  @Test
  void givenToken_whenAskingForTheConsole_thenTheLinkLogsInOnce() throws Exception {
    assertThat(run("viewer", ConsoleCommand::new)).isEqualTo(ExitCode.DONE);
    assertThat(out()).contains(console.uri() + "/console/#/login/");

    run("viewer", ConsoleCommand::new, "-o", "json");
    String code = json().path("link").asText().replaceAll(".*/", "");
    try (var browser = new CheckedClient(console.uri(), "")) {
      var session = browser.post("/session", "{\"code\":\"%s\"}".formatted(code));
      assertThat(session.json().path("name").asText()).isEqualTo("viewer");
    }
  }

  @Test
  void givenRelease_whenPlanned_thenTablesAndJson() throws Exception {
    assertThat(run("viewer", RolloutCommand::spec, "plan", "demo", "2.0", "--failures", "5%"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out().lines().map(line -> line.replaceAll("  +", "|").strip()))
        .contains(
            "demo/2: 1,010 devices, 10 expected off; takes 30 min 0 s (half of 11 runs; nine of ten: 31 min 0 s)",
            "RING|DEVICES|OFF|START|END|END P90|STOPS FROM",
            "broad|1,000|10|10 min 0 s|30 min 0 s|31 min 0 s|4 %",
            "tier 1|1|900|3.9 GiB|12.5|400.0 MiB|60 s",
            "5 %|9 of 11|2 of 11|0 of 11|broad|60|90|12 min 0 s",
            "- People start and approve at once; nobody pauses or promotes.");

    run("viewer", RolloutCommand::spec, "plan", "demo", "2.0", "-o", "json");
    assertThat(json().at("/rings/1/end/p50").asText()).isEqualTo("PT30M");
  }

  @Test
  void givenRollouts_whenListed_thenTableAndJson() throws Exception {
    console.put("demo/1", "admitting");
    console.put("acme/7", "completed");

    assertThat(run("viewer", RolloutCommand::spec, "list")).isEqualTo(ExitCode.DONE);
    assertThat(out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "ROLLOUT RELEASE STATE RING CONFIRMED FAILED REASON",
            "acme/7 acme/1.7 completed broad 3 of 10 1 -",
            "demo/1 demo/1.1 admitting broad 3 of 10 1 -");

    run("viewer", RolloutCommand::spec, "list", "--product", "demo", "--output", "json");
    assertThat(json()).hasSize(1);
    assertThat(json().at("/0/rings/0/name").asText()).isEqualTo("canary");

    run("viewer", RolloutCommand::spec, "get", "demo/1");
    assertThat(out())
        .startsWith("demo/1.1  rollout demo/1  admitting for")
        .contains("├─ ✔ canary", "└─ ◷ broad", "wave 1/2", "1 of 8 confirmed, 1 failed, 2 pending")
        .contains("✖ 1 unhealthy at health, hardware board-a, from 1.0")
        .doesNotContain("\u001b");
  }

  @Test
  void givenDeadLetters_whenListedShownReplayedAndDiscarded_thenDone() throws Exception {
    for (String id : List.of("l1", "l2")) {
      console.putLetter(
          id,
          new DeadLetter(
              "sluice.releases",
              "demo/1",
              "no such ring",
              "notifier",
              ByteString.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8))));
    }

    assertThat(run("operator", DeadLetterCommand::new, "list")).isEqualTo(ExitCode.DONE);
    assertThat(out()).contains("LETTER", "l1", "l2", "no such ring");
    assertThat(run("operator", DeadLetterCommand::new, "show", "l1")).isEqualTo(ExitCode.DONE);
    assertThat(out()).contains("sluice.releases", "\"a\" : 1");
    assertThat(run("operator", DeadLetterCommand::new, "replay", "l1", "--reason", "mended"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out()).contains("replayed");
    assertThat(run("operator", DeadLetterCommand::new, "discard", "l2", "--reason", "a test"))
        .isEqualTo(ExitCode.DONE);
    assertThat(run("operator", DeadLetterCommand::new, "discard", "l2", "--reason", "a test"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(run("viewer", DeadLetterCommand::new, "replay", "l1"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    run("viewer", DeadLetterCommand::new, "list", "--state", "all", "-o", "json");
    assertThat(json()).hasSize(2);
  }

  @Test
  void givenAuditLog_whenAsked_thenTableLinesAndCsv() throws Exception {
    for (String who : List.of("ann", "bob")) {
      console.putAudit(
          new AuditEntry(
              "id-" + who,
              InMemoryConsole.NOW,
              AuditKind.ORDER,
              who,
              "demo/1",
              "pause",
              "lunch",
              Optional.of(new ProductName("demo")),
              Optional.of(RolloutId.parse("demo/1"))));
    }

    assertThat(run("viewer", AuditCommand::new, "--who", "ann", "--rollout", "demo/1"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly("TIME WHO WHAT OF WHY", "2026-11-21T10:00:00Z ann pause demo/1 lunch");
    run("viewer", AuditCommand::new, "-o", "json", "--since", "2026-11-01T00:00:00Z");
    assertThat(out().lines()).hasSize(2).first().asString().contains("\"who\":\"bob\"");
    run("viewer", AuditCommand::new, "-o", "csv", "--until", "1h", "--kind", "order");
    assertThat(out().lines()).hasSize(3).first().asString().startsWith("at,kind,who");
    assertThat(run("viewer", AuditCommand::new, "--since", "yesterday")).isEqualTo(ExitCode.USAGE);
    assertThat(run("viewer", AuditCommand::new, "--kind", "x")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void givenOrders_whenTheyHaveAnEffect_thenDoneAndShown() throws Exception {
    console.put("demo/1", "admitting");

    assertThat(run("operator", RolloutCommand::spec, "pause", "demo/1", "--reason", "lunch"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out()).contains("paused: operator: lunch");
    assertThat(run("operator", RolloutCommand::spec, "resume", "demo/1")).isEqualTo(ExitCode.DONE);
    assertThat(run("operator", RolloutCommand::spec, "halt", "demo/1", "-o", "json"))
        .isEqualTo(ExitCode.DONE);
    assertThat(json().path("state").asText()).isEqualTo("halted");
    assertThat(run("operator", RolloutCommand::spec, "halt", "demo/1")).isEqualTo(ExitCode.REFUSED);
    assertThat(err()).contains("halted");
  }

  @Test
  void givenWaveAndWaitingRing_whenPromotedAndApproved_thenTheOrdersNameThem() throws Exception {
    console.put("demo/1", "admitting");
    assertThat(run("operator", RolloutCommand::spec, "promote", "demo/1", "--reason", "seen"))
        .isEqualTo(ExitCode.DONE);
    console.put("demo/1", "waiting-for-approval");
    assertThat(run("operator", RolloutCommand::spec, "approve", "demo/1"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run("approver", RolloutCommand::spec, "approve", "demo/1")).isEqualTo(ExitCode.DONE);

    RolloutId rollout = RolloutId.parse("demo/1");
    assertThat(console.sent)
        .containsExactly(
            new WavePromoted(rollout, "broad", 1, "operator", "seen"),
            new RingApproved(rollout, "broad", "approver", ""));
  }

  @Test
  void givenHaltedRollout_whenRolledBack_thenDoneAndShown() throws Exception {
    console.put("demo/1", "completed");
    console.put("demo/2", "halted");

    assertThat(
            run(
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
    assertThat(out()).contains("rolled-back: reboots");
    assertThat(run("operator", RolloutCommand::spec, "rollback", "demo/2", "--to", "1.1"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(run("operator", RolloutCommand::spec, "rollback", "demo/2"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void givenOrderWithoutEffect_whenTheTimeIsOver_thenPending() throws Exception {
    console.obeys = false;
    console.put("demo/1", "admitting");

    assertThat(run("operator", RolloutCommand::spec, "halt", "demo/1", "--timeout", "1s"))
        .isEqualTo(ExitCode.PENDING);

    assertThat(console.sent).hasSize(1);
    assertThat(err()).contains("the order to halt is safe");
  }

  @Test
  void givenOrdersThatMayNotBe_whenGiven_thenTheExitCodeTellsWhy() throws Exception {
    console.put("demo/1", "admitting");
    console.put("other/1", "admitting");

    assertThat(run("viewer", RolloutCommand::spec, "halt", "demo/1"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run("operator", RolloutCommand::spec, "halt", "other/1"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run("expired", RolloutCommand::spec, "list")).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run("operator", RolloutCommand::spec, "halt", "demo/9")).isEqualTo(ExitCode.USAGE);
    assertThat(run("operator", RolloutCommand::spec, "halt", "nonsense")).isEqualTo(ExitCode.USAGE);
    assertThat(run("operator", RolloutCommand::spec, "resume", "demo/1"))
        .isEqualTo(ExitCode.REFUSED);
    console.kafkaIsAway = true;
    assertThat(run("operator", RolloutCommand::spec, "halt", "demo/1"))
        .isEqualTo(ExitCode.UNREACHABLE);
    console.close();
    assertThat(run("operator", RolloutCommand::spec, "halt", "demo/1"))
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(console.sent).isEmpty();
  }

  @Test
  void givenWatch_whenTheRolloutEnds_thenEachChangeIsShownAndTheCodeTellsHow() throws Exception {
    console.put("demo/1", "admitting");
    var code =
        CompletableFuture.supplyAsync(
            () -> run("viewer", RolloutCommand::spec, "get", "demo/1", "--watch"));
    await().atMost(Duration.ofSeconds(20)).until(() -> out().contains("admitting"));

    console.put("demo/2", "completed");
    console.put("demo/1", "soaking");
    console.put("demo/1", "halted");

    assertThat(code.get()).isEqualTo(ExitCode.REFUSED);
    assertThat(out()).contains("soaking", "halted").doesNotContain("demo/2");
  }

  @Test
  void givenTerminal_whenWatched_thenItIsRedrawnAndTheLastPictureStays() throws Exception {
    console.put("demo/1", "admitting");
    var terminal = new Terminal(true, new Ink(true), () -> new TerminalSize(80, 24));
    var code =
        CompletableFuture.supplyAsync(
            () -> run("viewer", to -> RolloutCommand.spec(to, terminal), "get", "demo/1", "-w"));
    await().atMost(Duration.ofSeconds(20)).until(() -> out().contains("admitting"));

    console.put("demo/1", "completed");

    assertThat(code.get()).isEqualTo(ExitCode.DONE);
    assertThat(out()).startsWith("\u001b[?1049h");
    String left = out().substring(out().lastIndexOf("\u001b[?1049l"));
    assertThat(left).contains("completed", "canary");
  }

  @Test
  void givenRollouts_whenAskedForTheirStatus_thenTheCodeTellsIt() throws Exception {
    console.put("demo/1", "completed");
    console.put("demo/2", "halted");
    console.put("demo/3", "admitting");

    assertThat(run("viewer", RolloutCommand::spec, "status", "demo/1")).isEqualTo(ExitCode.DONE);
    assertThat(run("viewer", RolloutCommand::spec, "status", "demo/2", "--timeout", "30m"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(run("viewer", RolloutCommand::spec, "status", "demo/3", "--timeout", "1s"))
        .isEqualTo(ExitCode.PENDING);
    assertThat(out()).startsWith("demo/3  demo/1.3  admitting");
    console.close();
    assertThat(run("viewer", RolloutCommand::spec, "status", "demo/3", "--timeout", "30m"))
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void givenReleaseThatWaitsForAPerson_whenCreated_thenItsRolloutStarts() throws Exception {
    console.put("demo/1", "completed");
    console.put("demo/2", "waiting-for-start");

    assertThat(run("operator", RolloutCommand::spec, "create", "demo", "1.2", "--reason", "tested"))
        .isEqualTo(ExitCode.DONE);
    assertThat(console.sent)
        .containsExactly(
            new RolloutOrdered(RolloutId.parse("demo/2"), Order.START, "operator", "tested"));
    assertThat(run("operator", RolloutCommand::spec, "create", "demo", "1.1"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(run("operator", RolloutCommand::spec, "create", "demo", "9"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void givenPolicies_whenAppliedShownAndLinted_thenTablesAndCodes() throws Exception {
    Path good = Files.writeString(directory.resolve("good.yaml"), "rings: []\n");
    Path bad = Files.writeString(directory.resolve("bad.yaml"), "nothing: 1\n");

    assertThat(run("operator", PolicyCommand::new, "apply", good.toString(), "--product", "demo"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out()).contains("demo", "1", "operator");
    assertThat(run("viewer", PolicyCommand::new, "show", "demo")).isEqualTo(ExitCode.DONE);
    assertThat(out()).startsWith("# demo, version 1").contains("rings: []");
    assertThat(run("viewer", PolicyCommand::new, "lint", good.toString())).isEqualTo(ExitCode.DONE);
    assertThat(run("viewer", PolicyCommand::new, "lint", bad.toString()))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(out()).contains("rings: expected", "soak: wrong");
    assertThat(run("operator", PolicyCommand::new, "apply", bad.toString(), "--product", "demo"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(err()).contains("rings: expected", "soak: wrong");
    assertThat(run("viewer", PolicyCommand::new, "apply", good.toString(), "--product", "demo"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run("viewer", PolicyCommand::new, "show", "acme")).isEqualTo(ExitCode.USAGE);
    assertThat(run("viewer", PolicyCommand::new, "lint", "no-such-file")).isEqualTo(ExitCode.USAGE);
    console.obeys = false;
    assertThat(
            run(
                "operator",
                PolicyCommand::new,
                "apply",
                good.toString(),
                "--product",
                "demo",
                "--timeout",
                "1s"))
        .isEqualTo(ExitCode.PENDING);
  }

  @Test
  void givenDevices_whenListedAndShown_thenTablesAndJson() throws Exception {
    console.putDevice("d1");
    console.putDevice("d2");

    assertThat(run("viewer", DeviceCommand::new, "list")).isEqualTo(ExitCode.DONE);
    assertThat(out()).contains("d1", "d2", "demo/1.0 (1)", "canary");
    run("viewer", DeviceCommand::new, "list", "--limit", "1", "-o", "json");
    assertThat(json()).hasSize(1);
    run("viewer", DeviceCommand::new, "list", "--prefix", "d2", "-o", "json");
    assertThat(json()).hasSize(1);
    assertThat(json().at("/0/id").asText()).isEqualTo("d2");
    run("viewer", DeviceCommand::new, "list", "--where", "deviceId = 'd1'", "-o", "json");
    assertThat(json()).hasSize(1);
    assertThat(json().at("/0/id").asText()).isEqualTo("d1");
    run("viewer", DeviceCommand::new, "show", "d2", "-o", "json");
    assertThat(json().path("id").asText()).isEqualTo("d2");
    assertThat(run("viewer", DeviceCommand::new, "show", "d3")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void givenChannels_whenListedAndTried_thenTheTableTellsAndARefusalFails() throws Exception {
    assertThat(run("operator", ChannelCommand::new, "list")).isEqualTo(ExitCode.DONE);
    assertThat(out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "ops webhook https://ops.example rollout.halted sending 3 0 - -",
            "chat slack https://chat.example rollout.halted waiting 3 0 2026-11-21T10:00:00Z"
                + " chat.example: expected a status of 200 to 299, got 503");

    assertThat(run("operator", ChannelCommand::new, "test", "ops")).isEqualTo(ExitCode.DONE);
    assertThat(out()).contains("channel ops: the receiver took the test");
    assertThat(run("operator", ChannelCommand::new, "test", "chat")).isEqualTo(ExitCode.FAILED);
    assertThat(err()).contains("chat.example: expected a status of 200 to 299, got 503");
    assertThat(run("operator", ChannelCommand::new, "test", "none")).isNotEqualTo(ExitCode.DONE);
  }

  @Test
  void givenHaltedRollout_whenRetried_thenTheNextAttemptIsOrdered() throws Exception {
    console.put("demo/1", "halted");

    assertThat(
            run(
                "operator",
                RolloutCommand::spec,
                "retry",
                "demo/1",
                "--ring",
                "canary",
                "--reason",
                "server is back"))
        .isEqualTo(ExitCode.DONE);

    assertThat(console.sent)
        .last()
        .isEqualTo(
            new RetryOrdered(RolloutId.parse("demo/1"), "canary", 2, "operator", "server is back"));
  }

  @Test
  void givenHold_whenAddedListedAndLifted_thenTablesSayIt() throws Exception {
    assertThat(
            run(
                "operator",
                SafeguardCommand::new,
                "add",
                "demo",
                "bad-board",
                "--where",
                "hardware = 'rev-b'",
                "--reason",
                "melts"))
        .isEqualTo(ExitCode.DONE);
    assertThat(run("viewer", SafeguardCommand::new, "list", "demo")).isEqualTo(ExitCode.DONE);
    assertThat(out().lines().map(line -> line.replaceAll("  +", "|").strip()))
        .contains("bad-board|12|hardware = 'rev-b'|operator|melts");
    assertThat(run("viewer", SafeguardCommand::new, "lift", "demo", "bad-board"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run("operator", SafeguardCommand::new, "lift", "demo", "bad-board"))
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void givenDeviceThatToldItsSteps_whenItsTimelineIsShown_thenTellsTheStory() throws Exception {
    console.putDevice("d1");
    console.putSteps(
        "d1",
        "demo/3",
        2,
        InMemoryConsole.NOW,
        new Progress.Started(),
        new Progress.Fetched(Progress.Source.EDGE, Progress.Form.DELTA, 1_234),
        new Progress.Confirmed(Outcome.FAILED, "no room"));

    assertThat(run("viewer", DeviceCommand::new, "timeline", "d1")).isEqualTo(ExitCode.DONE);

    assertThat(out())
        .contains("demo/3 attempt 2", "1234 bytes from edge, delta", "1.0 s", "failed: no room");
    run("viewer", DeviceCommand::new, "timeline", "d1", "-o", "json");
    assertThat(json().path("steps")).hasSize(3);
  }

  @Test
  void givenTokens_whenMadeListedAndRevoked_thenTheNewOneOpensUntilThen() throws Exception {
    assertThat(
            run(
                "admin",
                TokenCommand::new,
                "create",
                "ci",
                "--role",
                "publisher,viewer",
                "--product",
                "demo",
                "--lifetime",
                "90d"))
        .isEqualTo(ExitCode.DONE);
    Path token = Files.writeString(directory.resolve("ci"), out());
    assertThat(out().lines()).hasSize(1);
    assertThat(runWith(token, RolloutCommand::spec, "list")).isEqualTo(ExitCode.DONE);

    run("admin", TokenCommand::new, "list");
    assertThat(out()).contains("ci", "publisher", "valid", "2027-02-19T10:00:00Z", "revoked");
    assertThat(run("admin", TokenCommand::new, "revoke", "ci")).isEqualTo(ExitCode.DONE);
    assertThat(runWith(token, RolloutCommand::spec, "list")).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run("admin", TokenCommand::new, "create", "x", "--role", "publisher"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(run("admin", TokenCommand::new, "create", "x", "--role", "boss"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(run("admin", TokenCommand::new, "create", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(run("operator", TokenCommand::new, "list")).isEqualTo(ExitCode.NOT_ALLOWED);
  }

  private int run(String as, Function<PrintStream, Object> command, String... arguments) {
    try {
      Path token = Files.writeString(directory.resolve("token"), "token-of-" + as);
      return runWith(token, command, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int runWith(Path token, Function<PrintStream, Object> command, String... arguments) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", console.uri().toString(), "--token-file", token.toString()));
    var line = new CommandLine(command.apply(new PrintStream(out, true, StandardCharsets.UTF_8)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, _, _) -> tell(failure));
    return line.execute(all.toArray(String[]::new));
  }

  private int tell(Exception failure) throws Exception {
    if (failure instanceof ProgramException expected) {
      err.writeBytes(String.valueOf(expected.getMessage()).getBytes(StandardCharsets.UTF_8));
      return expected.exitCode();
    }
    throw failure;
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out());
  }
}
