package dev.sluice.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.contract.CheckedClient;
import dev.sluice.console.InMemoryConsole;
import dev.sluice.console.audit.AuditEntry;
import dev.sluice.console.command.rollout.RolloutCommand;
import dev.sluice.events.ByteString;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.remote.Commands;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
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
  void givenModule_whenLookingForCommands_thenTheyAreFound() {
    var names = new ConsoleCommands().entries().stream().map(Commands.Entry::name);
    assertThat(names)
        .containsExactly(
            "console",
            "rollout",
            "policy",
            "safeguard",
            "flag",
            "device",
            "channel",
            "dead-letter",
            "audit",
            "token");
  }

  @Test
  void givenToken_whenAskingForTheConsole_thenTheLinkLogsInOnce() throws Exception {
    assertThat(typed.run("viewer", ConsoleCommand::new)).isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains(typed.console().uri() + "/console/#/login/");

    typed.run("viewer", ConsoleCommand::new, "-o", "json");
    String code = typed.json().path("link").asText().replaceAll(".*/", "");
    try (var browser = new CheckedClient(typed.console().uri(), "")) {
      var session = browser.post("/session", "{\"code\":\"%s\"}".formatted(code));
      assertThat(session.json().path("name").asText()).isEqualTo("viewer");
    }
  }

  @Test
  void givenDeadLetters_whenListedShownReplayedAndDiscarded_thenDone() throws Exception {
    for (String id : List.of("l1", "l2")) {
      typed
          .console()
          .putLetter(
              id,
              new DeadLetter(
                  "sluice.releases",
                  "demo/1",
                  "no such ring",
                  "notifier",
                  ByteString.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8)),
                  List.of(),
                  Optional.empty()));
    }

    assertThat(typed.run("operator", DeadLetterCommand::new, "list")).isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains("LETTER", "l1", "l2", "no such ring");
    assertThat(typed.run("operator", DeadLetterCommand::new, "show", "l1"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains("sluice.releases", "\"a\" : 1");
    assertThat(typed.run("operator", DeadLetterCommand::new, "replay", "l1", "--reason", "mended"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains("replayed");
    assertThat(typed.run("operator", DeadLetterCommand::new, "discard", "l2", "--reason", "a test"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.run("operator", DeadLetterCommand::new, "discard", "l2", "--reason", "a test"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.run("viewer", DeadLetterCommand::new, "replay", "l1"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    typed.run("viewer", DeadLetterCommand::new, "list", "--state", "all", "-o", "json");
    assertThat(typed.json()).hasSize(2);
  }

  @Test
  void givenAuditLog_whenAsked_thenTableLinesAndCsv() throws Exception {
    for (String who : List.of("ann", "bob")) {
      typed
          .console()
          .putAudit(
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

    assertThat(typed.run("viewer", AuditCommand::new, "--who", "ann", "--rollout", "demo/1"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly("TIME WHO WHAT OF WHY", "2026-11-21T10:00:00Z ann pause demo/1 lunch");
    typed.run("viewer", AuditCommand::new, "-o", "json", "--since", "2026-11-01T00:00:00Z");
    assertThat(typed.out().lines()).hasSize(2).first().asString().contains("\"who\":\"bob\"");
    typed.run("viewer", AuditCommand::new, "-o", "csv", "--until", "1h", "--kind", "order");
    assertThat(typed.out().lines()).hasSize(3).first().asString().startsWith("at,kind,who");
    assertThat(typed.run("viewer", AuditCommand::new, "--since", "yesterday"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(typed.run("viewer", AuditCommand::new, "--kind", "x")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void givenPolicies_whenAppliedShownAndLinted_thenTablesAndCodes() throws Exception {
    Path good = Files.writeString(directory.resolve("good.yaml"), "rings: []\n");
    Path bad = Files.writeString(directory.resolve("bad.yaml"), "nothing: 1\n");

    assertThat(
            typed.run(
                "operator", PolicyCommand::new, "apply", good.toString(), "--product", "demo"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains("demo", "1", "operator");
    assertThat(typed.run("viewer", PolicyCommand::new, "show", "demo")).isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).startsWith("# demo, version 1").contains("rings: []");
    assertThat(typed.run("viewer", PolicyCommand::new, "lint", good.toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.run("viewer", PolicyCommand::new, "lint", bad.toString()))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.out()).contains("rings: expected", "soak: wrong");
    assertThat(
            typed.run("operator", PolicyCommand::new, "apply", bad.toString(), "--product", "demo"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.err()).contains("rings: expected", "soak: wrong");
    assertThat(
            typed.run("viewer", PolicyCommand::new, "apply", good.toString(), "--product", "demo"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(typed.run("viewer", PolicyCommand::new, "show", "acme")).isEqualTo(ExitCode.USAGE);
    assertThat(typed.run("viewer", PolicyCommand::new, "lint", "no-such-file"))
        .isEqualTo(ExitCode.USAGE);
    typed.console().obeys = false;
    assertThat(
            typed.run(
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
    typed.console().putDevice("d1");
    typed.console().putDevice("d2");

    assertThat(typed.run("viewer", DeviceCommand::new, "list")).isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains("d1", "d2", "demo/1.0 (1)", "canary");
    typed.run("viewer", DeviceCommand::new, "list", "--limit", "1", "-o", "json");
    assertThat(typed.json()).hasSize(1);
    typed.run("viewer", DeviceCommand::new, "list", "--prefix", "d2", "-o", "json");
    assertThat(typed.json()).hasSize(1);
    assertThat(typed.json().at("/0/id").asText()).isEqualTo("d2");
    typed.run("viewer", DeviceCommand::new, "list", "--where", "deviceId = 'd1'", "-o", "json");
    assertThat(typed.json()).hasSize(1);
    assertThat(typed.json().at("/0/id").asText()).isEqualTo("d1");
    typed.run("viewer", DeviceCommand::new, "show", "d2", "-o", "json");
    assertThat(typed.json().path("id").asText()).isEqualTo("d2");
    assertThat(typed.run("viewer", DeviceCommand::new, "show", "d3")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void givenChannels_whenListedAndTried_thenTheTableTellsAndARefusalFails() throws Exception {
    assertThat(typed.run("operator", ChannelCommand::new, "list")).isEqualTo(ExitCode.DONE);
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "ops webhook https://ops.example rollout.halted sending 3 0 - -",
            "chat slack https://chat.example rollout.halted waiting 3 0 2026-11-21T10:00:00Z"
                + " chat.example: expected a status of 200 to 299, got 503");

    assertThat(typed.run("operator", ChannelCommand::new, "test", "ops")).isEqualTo(ExitCode.DONE);
    assertThat(typed.out()).contains("channel ops: the receiver took the test");
    assertThat(typed.run("operator", ChannelCommand::new, "test", "chat"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(typed.err()).contains("chat.example: expected a status of 200 to 299, got 503");
    assertThat(typed.run("operator", ChannelCommand::new, "test", "none"))
        .isNotEqualTo(ExitCode.DONE);
  }

  @Test
  void givenHold_whenAddedListedAndLifted_thenTablesSayIt() throws Exception {
    assertThat(
            typed.run(
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
    assertThat(typed.run("viewer", SafeguardCommand::new, "list", "demo")).isEqualTo(ExitCode.DONE);
    assertThat(typed.out().lines().map(line -> line.replaceAll("  +", "|").strip()))
        .contains("bad-board|12|hardware = 'rev-b'|operator|melts");
    assertThat(typed.run("viewer", SafeguardCommand::new, "lift", "demo", "bad-board"))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(typed.run("operator", SafeguardCommand::new, "lift", "demo", "bad-board"))
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void givenSetOfFlags_whenOneIsSwitchedOffListedAndSwitchedOn_thenTablesSayIt() throws Exception {
    assertThat(typed.run("viewer", FlagCommand::new, "list", "--product", "demo"))
        .isEqualTo(ExitCode.FAILED);
    typed.console().putRelease("demo", "7", 7, true, Installer.FLAGS);
    String[] which = {"cart", "--product", "demo", "--ring", "canary", "--reason", "it fails"};

    assertThat(typed.run("operator", FlagCommand::new, with("off", which)))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.run("viewer", FlagCommand::new, "list", "--product", "demo"))
        .isEqualTo(ExitCode.DONE);
    assertThat(typed.out().lines().map(line -> line.replaceAll("  +", "|").strip()))
        .contains("canary|cart|off|9 of 12|%s|operator|it fails".formatted(InMemoryConsole.NOW));
    assertThat(typed.run("viewer", FlagCommand::new, with("on", which)))
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(typed.run("operator", FlagCommand::new, with("on", which))).isEqualTo(ExitCode.DONE);
    typed.run("viewer", FlagCommand::new, "list", "--product", "demo", "-o", "json");
    assertThat(typed.json().at("/rings/0/switched")).isEmpty();
    assertThat(typed.run("operator", FlagCommand::new, "off", "cart", "--product", "demo"))
        .isEqualTo(ExitCode.USAGE);
  }

  private static String[] with(String command, String... rest) {
    return Stream.concat(Stream.of(command), Stream.of(rest)).toArray(String[]::new);
  }

  @Test
  void givenDeviceThatToldItsSteps_whenItsTimelineIsShown_thenTellsTheStory() throws Exception {
    typed.console().putDevice("d1");
    typed
        .console()
        .putSteps(
            "d1",
            "demo/3",
            2,
            InMemoryConsole.NOW,
            new Progress.Started(),
            new Progress.Fetched(Progress.Source.EDGE, Progress.Form.DELTA, 1_234),
            new Progress.Confirmed(Outcome.FAILED, "no room"));

    assertThat(typed.run("viewer", DeviceCommand::new, "timeline", "d1")).isEqualTo(ExitCode.DONE);

    assertThat(typed.out())
        .contains("demo/3 attempt 2", "1234 bytes from edge, delta", "1.0 s", "failed: no room");
    typed.run("viewer", DeviceCommand::new, "timeline", "d1", "-o", "json");
    assertThat(typed.json().path("steps")).hasSize(3);
  }

  @Test
  void givenTokens_whenMadeListedAndRevoked_thenTheNewOneOpensUntilThen() throws Exception {
    assertThat(
            typed.run(
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
    Path token = Files.writeString(directory.resolve("ci"), typed.out());
    assertThat(typed.out().lines()).hasSize(1);
    assertThat(typed.runWith(token, RolloutCommand::spec, "list")).isEqualTo(ExitCode.DONE);

    typed.run("admin", TokenCommand::new, "list");
    assertThat(typed.out()).contains("ci", "publisher", "valid", "2027-02-19T10:00:00Z", "revoked");
    assertThat(typed.run("admin", TokenCommand::new, "revoke", "ci")).isEqualTo(ExitCode.DONE);
    assertThat(typed.runWith(token, RolloutCommand::spec, "list")).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(typed.run("admin", TokenCommand::new, "create", "x", "--role", "publisher"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.run("admin", TokenCommand::new, "create", "x", "--role", "boss"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(typed.run("admin", TokenCommand::new, "create", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(typed.run("operator", TokenCommand::new, "list")).isEqualTo(ExitCode.NOT_ALLOWED);
  }

  @Test
  void givenReasonThatATerminalObeys_whenTheLogIsPrinted_thenNoFormHasIt() throws Exception {
    typed
        .console()
        .putAudit(
            new AuditEntry(
                "id",
                InMemoryConsole.NOW,
                AuditKind.ORDER,
                "ann",
                "demo/1",
                "pause",
                "a\u009b31mb",
                Optional.of(new ProductName("demo")),
                Optional.of(RolloutId.parse("demo/1"))));

    for (String form : List.of("table", "json", "csv")) {
      assertThat(typed.run("viewer", AuditCommand::new, "-o", form)).isEqualTo(ExitCode.DONE);
      assertThat(typed.out()).as(form).contains("31mb").doesNotContain("\u009b");
    }
    typed.run("viewer", AuditCommand::new, "-o", "json");
    assertThat(typed.json().path("why").asText()).isEqualTo("a\u009b31mb");
  }
}
