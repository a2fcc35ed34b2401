package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.console.distribution.Distribution;
import dev.sluice.events.command.FlagOrdered;
import dev.sluice.events.command.Order;
import dev.sluice.events.command.RetryOrdered;
import dev.sluice.events.command.RingApproved;
import dev.sluice.events.command.RollbackOrdered;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.command.WavePromoted;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleRoutesTest {
  private static final String YAML = "application/yaml";
  private static final String ORDERS = "/rollouts/demo/1/orders";
  private static final String PROMOTIONS = "/rollouts/demo/1/promotions";
  private static final String APPROVALS = "/rollouts/demo/1/approvals";

  private InMemoryConsole console;
  private CheckedClient operator;
  private CheckedClient admin;

  @BeforeEach
  void start() throws Exception {
    console = InMemoryConsole.start();
    operator = console.as("operator");
    admin = console.as("admin");
  }

  @AfterEach
  void stop() {
    operator.close();
    admin.close();
    console.close();
  }

  @Test
  void givenOrder_whenPosted_thenEventSaysWhoWhatAndWhy() throws Exception {
    console.put("demo/1", "admitting");

    var answer = operator.post(ORDERS, "{\"order\":\"halt\",\"reason\":\"smoke\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().at("/rollout/state").asText()).isEqualTo("admitting");
    assertThat(answer.json().path("by").asText()).isEqualTo("operator");
    assertThat(console.sent)
        .containsExactly(
            new RolloutOrdered(RolloutId.parse("demo/1"), Order.HALT, "operator", "smoke"));
  }

  @Test
  void givenOrderWithAKey_whenRepeated_thenOneEvent() throws Exception {
    console.obeys = false;
    console.put("demo/1", "admitting");

    operator.post(ORDERS, "{\"order\":\"halt\"}", "k1");
    var again = operator.post(ORDERS, "{\"order\":\"halt\"}", "k1");

    assertThat(again.status()).isEqualTo(202);
    assertThat(console.sent).hasSize(1);
    assertThat(operator.post(ORDERS, "{\"order\":\"pause\"}", "k1").status()).isEqualTo(422);
  }

  @Test
  void givenOrdersThatCanHaveNoEffect_whenPosted_thenRefusedWithTheState() throws Exception {
    console.put("demo/1", "completed");
    var halt = operator.post(ORDERS, "{\"order\":\"halt\"}");
    assertThat(halt.status()).isEqualTo(409);
    assertThat(halt.json().path("received").asText()).isEqualTo("completed");

    console.put("demo/1", "admitting");
    assertThat(operator.post(ORDERS, "{\"order\":\"resume\"}").status()).isEqualTo(409);
    assertThat(operator.post(ORDERS, "{\"order\":\"start\"}").status()).isEqualTo(409);
    assertThat(operator.post(ORDERS, "{\"order\":\"explode\"}").status()).isEqualTo(422);
    assertThat(operator.post("/rollouts/demo/2/orders", "{\"order\":\"halt\"}").status())
        .isEqualTo(404);
    assertThat(
            operator
                .post(ORDERS, "{\"order\":\"halt\",\"reason\":\"%s\"}".formatted("x".repeat(1001)))
                .status())
        .isEqualTo(422);
    assertThat(console.sent).isEmpty();
  }

  @Test
  void givenWave_whenPromoted_thenTheEventNamesIt() throws Exception {
    console.put("demo/1", "admitting");

    var answer = operator.post(PROMOTIONS, "{\"ring\":\"broad\",\"wave\":1,\"reason\":\"seen\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(console.sent)
        .containsExactly(
            new WavePromoted(RolloutId.parse("demo/1"), "broad", 1, "operator", "seen"));
  }

  @Test
  void givenGateThatIsNotThere_whenPromoted_thenRefused() throws Exception {
    console.put("demo/1", "admitting");
    assertThat(operator.post(PROMOTIONS, "{\"ring\":\"broad\",\"wave\":2}").status())
        .isEqualTo(409);
    assertThat(operator.post(PROMOTIONS, "{\"ring\":\"nope\",\"wave\":1}").status()).isEqualTo(409);
    assertThat(operator.post(PROMOTIONS, "{\"ring\":\"broad\"}").status()).isEqualTo(422);

    console.put("demo/1", "completed");
    var over = operator.post(PROMOTIONS, "{\"ring\":\"broad\",\"wave\":1}");
    assertThat(over.status()).isEqualTo(409);
    assertThat(over.json().path("received").asText()).startsWith("completed");
    assertThat(console.sent).isEmpty();
  }

  @Test
  void givenRingThatWaits_whenApproved_thenTheEventSaysWhoAndWhy() throws Exception {
    console.put("demo/1", "waiting-for-approval");

    try (var approver = console.as("approver")) {
      assertThat(approver.post(APPROVALS, "{\"ring\":\"broad\",\"reason\":\"fine\"}").status())
          .isEqualTo(202);
      assertThat(console.sent)
          .containsExactly(
              new RingApproved(RolloutId.parse("demo/1"), "broad", "approver", "fine"));
      assertThat(approver.post(APPROVALS, "{\"ring\":\"broad\"}").status()).isEqualTo(409);
    }
  }

  @Test
  void givenEarlierRelease_whenRolledBackTo_thenTheEventNamesIt() throws Exception {
    console.put("demo/1", "completed");
    console.put("demo/2", "halted");

    var answer =
        operator.post(
            "/rollouts/demo/2/rollbacks",
            "{\"to\":\"1.1\",\"everywhere\":true,\"reason\":\"reboots\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(console.sent)
        .containsExactly(
            new RollbackOrdered(
                RolloutId.parse("demo/2"),
                ReleaseId.parse("demo/1.1"),
                true,
                "operator",
                "reboots"));
  }

  @Test
  void givenNoEarlierRelease_whenRolledBackTo_thenRefused() throws Exception {
    console.put("demo/1", "completed");
    console.put("demo/2", "halted");

    for (String version : List.of("1.2", "1.9")) {
      var answer = operator.post("/rollouts/demo/2/rollbacks", "{\"to\":\"" + version + "\"}");
      assertThat(answer.status()).isEqualTo(409);
    }
    assertThat(operator.post("/rollouts/demo/2/rollbacks", "{}").status()).isEqualTo(422);
    console.put("demo/2", "waiting-for-start");
    assertThat(operator.post("/rollouts/demo/2/rollbacks", "{\"to\":\"1.1\"}").status())
        .isEqualTo(409);
    assertThat(console.sent).isEmpty();
  }

  @Test
  void givenRolloutThatALaterOneFollowed_whenRolledBack_thenRefusedWithTheReason()
      throws Exception {
    console.put("demo/1", "completed");
    console.put("demo/2", "completed");
    console.put("demo/3", "completed");

    var answer = operator.post("/rollouts/demo/2/rollbacks", "{\"to\":\"1.1\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("expected").asText()).contains("the latest rollout");
    assertThat(console.sent).isEmpty();
    assertThat(operator.get("/rollouts/demo/2/rollbacks").json().path("versions")).isEmpty();
    assertThat(operator.get("/rollouts/demo/3/rollbacks").json().path("versions").toString())
        .isEqualTo("[\"1.2\",\"1.1\"]");
  }

  @Test
  void givenOperatorOfOneProduct_whenOrderingAnother_thenForbidden() throws Exception {
    console.put("other/1", "admitting");

    assertThat(operator.post("/rollouts/other/1/orders", "{\"order\":\"halt\"}").status())
        .isEqualTo(403);
    try (var all = console.as("all")) {
      assertThat(all.post("/rollouts/other/1/orders", "{\"order\":\"halt\"}").status())
          .isEqualTo(202);
    }
  }

  @Test
  void givenKafkaOrStateAway_whenAsked_thenUnavailable() throws Exception {
    console.put("demo/1", "admitting");
    console.kafkaIsAway = true;
    assertThat(operator.post(ORDERS, "{\"order\":\"halt\"}", "k").status()).isEqualTo(503);
    console.kafkaIsAway = false;
    assertThat(operator.post(ORDERS, "{\"order\":\"halt\"}", "k").status()).isEqualTo(202);

    console.stateIsAway = true;
    assertThat(operator.get("/rollouts").status()).isEqualTo(503);
    assertThat(operator.get("/devices").status()).isEqualTo(503);
  }

  @Test
  void givenManyRollouts_whenListed_thenInOrderPageByPage() throws Exception {
    for (int counter = 1; counter <= 12; counter++) {
      console.put("demo/" + counter, "completed");
    }
    console.put("acme/1", "admitting");

    List<String> seen = pages("/rollouts?limit=5");
    assertThat(seen).hasSize(13).startsWith("acme/1", "demo/12", "demo/11").endsWith("demo/1");
    assertThat(pages("/rollouts?product=acme&limit=5")).containsExactly("acme/1");
    assertThat(operator.get("/rollouts?product=NO").status()).isEqualTo(400);
    assertThat(operator.get("/rollouts/demo/0").status()).isEqualTo(404);
    assertThat(operator.get("/rollouts/demo/99").status()).isEqualTo(404);
  }

  private List<String> pages(String path) throws Exception {
    List<String> ids = new ArrayList<>();
    String next = path;
    while (!next.isEmpty()) {
      var page = operator.get(next).json();
      page.path("items").forEach(item -> ids.add(item.path("id").asText()));
      next = page.has("next") ? path + "&cursor=" + page.path("next").asText() : "";
    }
    return ids;
  }

  @Test
  void givenDevices_whenListedAndShown_thenComplete() throws Exception {
    for (int i = 10; i < 23; i++) {
      console.putDevice("d" + i);
    }

    assertThat(pages("/devices?limit=6")).hasSize(13).startsWith("d10").endsWith("d22");
    assertThat(pages("/devices?prefix=d2&limit=2")).containsExactly("d20", "d21", "d22");
    assertThat(operator.get("/devices?prefix=no%20id").status()).isEqualTo(400);
    assertThat(pages("/devices?where=ends_with(deviceId,'1')&limit=1"))
        .containsExactly("d11", "d21");
    assertThat(pages("/devices?prefix=d2&where=running.demo%3C'0.9'&limit=9")).isEmpty();
    var mistake = operator.get("/devices?where=region%3Deu");
    assertThat(mistake.status()).isEqualTo(400);
    assertThat(mistake.json().toString()).contains("column 8: expected a text in single quotes");
    assertThat(operator.get("/devices?where=version%3E1").json().toString())
        .contains("expected running.PRODUCT");
    var device = operator.get("/devices/d10").json();
    assertThat(device.at("/running/0/product").asText()).isEqualTo("demo");
    assertThat(device.at("/attributes/region").asText()).isEqualTo("eu");
    assertThat(operator.get("/devices/none").status()).isEqualTo(404);
    assertThat(operator.get("/devices/-").status()).isEqualTo(404);
  }

  @Test
  void givenRetry_whenPosted_thenEventNamesTheAttemptAndWhatCannotBeIsRefused() throws Exception {
    console.put("demo/1", "halted");

    var answer =
        operator.post("/rollouts/demo/1/retries", "{\"attempt\":2,\"reason\":\"server is back\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(console.sent)
        .containsExactly(
            new RetryOrdered(RolloutId.parse("demo/1"), "", 2, "operator", "server is back"));
    assertThat(operator.get("/rollouts/demo/1").json().at("/rings/0/attempt").asInt()).isEqualTo(2);
    String again = "{\"attempt\":2,\"ring\":\"canary\",\"reason\":\"again\"}";
    assertThat(operator.post("/rollouts/demo/1/retries", again).status()).isEqualTo(409);
    console.put("demo/2", "completed");
    assertThat(operator.post("/rollouts/demo/2/retries", again).status()).isEqualTo(409);
    assertThat(operator.post("/rollouts/demo/3/retries", again).status()).isEqualTo(404);
  }

  @Test
  void givenDevicesThatCannotFollow_whenOrdered_thenRefusedWithTheirNumberUnlessForced()
      throws Exception {
    console.put("demo/1", "halted");
    console.devicesBehind = 12;
    String policy = "rings: [] # where: true";
    String retry = "{\"attempt\":2%s}";

    var refused = operator.put("/policies/demo", YAML, policy);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asText()).contains("12 of its devices cannot read");
    assertThat(operator.post("/rollouts/demo/1/retries", retry.formatted("")).status())
        .isEqualTo(409);
    String hold = "{\"name\":\"b\",\"where\":\"a = 'b'\",\"reason\":\"melts\"%s}";
    assertThat(operator.post("/safeguards/demo", hold.formatted("")).status()).isEqualTo(409);
    console.putRelease("demo", "7", 7, true, Installer.FLAGS);
    String flag = "{\"ring\":\"canary\",\"flag\":\"cart\",\"off\":true,\"reason\":\"it fails\"%s}";
    assertThat(operator.post("/flags/demo/switches", flag.formatted("")).status()).isEqualTo(409);
    assertThat(console.sent).isEmpty();
    assertThat(operator.post("/flags/demo/switches", flag.formatted(",\"force\":true")).status())
        .isEqualTo(202);
    assertThat(operator.post("/safeguards/demo", hold.formatted(",\"force\":true")).status())
        .isEqualTo(202);
    assertThat(operator.put("/policies/demo", YAML, "rings: []").status()).isEqualTo(200);
    assertThat(operator.put("/policies/demo?force=yes", YAML, policy).status()).isEqualTo(400);
    assertThat(operator.put("/policies/demo?force=true", YAML, policy).status()).isEqualTo(200);
    assertThat(
            operator.post("/rollouts/demo/1/retries", retry.formatted(",\"force\":true")).status())
        .isEqualTo(202);
  }

  @Test
  void givenSetOfFlags_whenOneIsSwitchedOffAndOn_thenEventsSayItAndMistakesAreRefused()
      throws Exception {
    String order = "{\"ring\":\"%s\",\"flag\":\"%s\",\"off\":%s,\"reason\":\"it fails\"}";
    String off = order.formatted("canary", "cart", true);
    assertThat(operator.post("/flags/demo/switches", off).json().toString())
        .contains("no release in any ring");
    console.putRelease("demo", "6", 6, true);
    var noFlags = operator.post("/flags/demo/switches", off);
    assertThat(noFlags.status()).isEqualTo(409);
    assertThat(noFlags.json().toString()).contains("releases of another kind");
    assertThat(operator.get("/flags/demo").json().path("rings")).isEmpty();
    console.putRelease("demo", "7", 7, true, Installer.FLAGS);

    var switched = operator.post("/flags/demo/switches", off);

    assertThat(switched.status()).isEqualTo(202);
    assertThat(switched.json().path("state").asText()).isEqualTo("switching-off");
    assertThat(console.sent)
        .containsExactly(
            new FlagOrdered(
                new ProductName("demo"),
                "canary",
                new FlagName("cart"),
                true,
                "operator",
                "it fails"));
    var canary = operator.get("/flags/demo").json().at("/rings/0");
    assertThat(canary.path("flags")).extracting(JsonNode::asText).containsExactly("cart", "search");
    assertThat(canary.at("/switched/0/state").asText()).isEqualTo("off");
    assertThat(canary.at("/switched/0/devices").asLong()).isEqualTo(9);
    assertThat(canary.at("/switched/0/ringDevices").asLong()).isEqualTo(12);
    assertThat(operator.get("/flags/demo").json().at("/rings/1/switched")).isEmpty();
    var again = operator.post("/flags/demo/switches", off);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().path("state").asText()).isEqualTo("off");

    var unknown = operator.post("/flags/demo/switches", order.formatted("canary", "theme", true));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().toString())
        .contains("no flag \\\"theme\\\"")
        .contains("cart, search");
    var noRing = operator.post("/flags/demo/switches", order.formatted("lab", "cart", true));
    assertThat(noRing.status()).isEqualTo(404);
    assertThat(noRing.json().toString()).contains("one of canary, broad");
    assertThat(
            operator.post("/flags/demo/switches", order.formatted("canary", "a b", true)).status())
        .isIn(400, 422);

    String on = order.formatted("canary", "cart", false);
    assertThat(operator.post("/flags/demo/switches", on).json().path("state").asText())
        .isEqualTo("switching-on");
    assertThat(operator.get("/flags/demo").json().at("/rings/0/switched")).isEmpty();
    assertThat(operator.post("/flags/demo/switches", on).json().path("state").asText())
        .isEqualTo("on");
  }

  @Test
  void givenHold_whenAddedListedAndLifted_thenEventsSayItAndMistakesAreRefused() throws Exception {
    String hold = "{\"name\":\"bad-board\",\"where\":\"%s\",\"reason\":\"melts\"}";

    var added = operator.post("/safeguards/demo", hold.formatted("version < '2.0'"));

    assertThat(added.status()).isEqualTo(202);
    assertThat(console.sent)
        .containsExactly(
            new SafeguardOrdered(
                new ProductName("demo"),
                "bad-board",
                Optional.of(Condition.parse("running.demo < '2.0'")),
                "operator",
                "melts"));
    var listed = operator.get("/safeguards/demo").json().at("/holds/0");
    assertThat(listed.path("where").asText()).isEqualTo("running.demo < '2.0'");
    assertThat(listed.path("devices").asLong()).isEqualTo(12);
    assertThat(operator.post("/safeguards/demo", hold.formatted("a = 'b'")).status())
        .isEqualTo(409);
    var other = operator.post("/safeguards/demo", hold.formatted("running.camera = '1'"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().toString()).contains("no version but that of demo");
    assertThat(operator.post("/safeguards/demo", hold.formatted("a = b")).status()).isIn(400, 422);
    assertThat(operator.post("/safeguards/demo/none/lifts", "{}").status()).isEqualTo(404);
    assertThat(operator.post("/safeguards/demo/bad-board/lifts", "{}").status()).isEqualTo(202);
    assertThat(operator.get("/safeguards/demo").json().path("holds")).isEmpty();
  }

  @Test
  void givenDeviceThatToldItsSteps_whenItsTimelineIsAsked_thenComeInTheirOrder() throws Exception {
    console.putDevice("d1");
    console.putDevice("d2");
    console.putSteps(
        "d1",
        "demo/3",
        2,
        InMemoryConsole.NOW,
        new Progress.Waiting("the rollout is halted"),
        new Progress.Fetched(Progress.Source.EDGE, Progress.Form.DELTA, 1_234),
        new Progress.Confirmed(Outcome.ROLLED_BACK, "not healthy"));

    var steps = operator.get("/devices/d1/timeline").json().path("steps");

    assertThat(steps).hasSize(3);
    assertThat(steps.at("/0/step").asText()).isEqualTo("waiting");
    assertThat(steps.at("/0/text").asText()).isEqualTo("the rollout is halted");
    assertThat(steps.at("/0/rollout").asText()).isEqualTo("demo/3");
    assertThat(steps.at("/0/attempt").asInt()).isEqualTo(2);
    assertThat(steps.at("/1/source").asText()).isEqualTo("edge");
    assertThat(steps.at("/1/form").asText()).isEqualTo("delta");
    assertThat(steps.at("/1/lengthBytes").asLong()).isEqualTo(1_234);
    assertThat(steps.at("/2/outcome").asText()).isEqualTo("rolled-back");
    assertThat(operator.get("/devices/d2/timeline").json().path("steps")).isEmpty();
    assertThat(operator.get("/devices/none/timeline").status()).isEqualTo(404);
  }

  @Test
  void givenTrafficThatWasTold_whenAsked_thenSourcesSavingsAndNodesShow() throws Exception {
    var sent = new NodeTraffic.Sent(600, 400);
    var traffic = new NodeTraffic(NodeTraffic.Sent.NONE, sent, NodeTraffic.Sent.NONE, 500);
    var point =
        new Distribution.Point(
            InMemoryConsole.NOW,
            List.of(new Distribution.Tier(1, traffic), new Distribution.Tier(2, traffic)),
            1,
            5_000,
            900);
    var node =
        new Distribution.Node(
            new NodeId("tier-1"),
            1,
            "origin",
            60,
            InMemoryConsole.NOW,
            InMemoryConsole.NOW.minusSeconds(241),
            traffic);
    console.distribution =
        new Distribution(
            InMemoryConsole.NOW, InMemoryConsole.NOW, 300, List.of(point, point), List.of(node), 0);

    var shown = operator.get("/fleet/distribution?hours=168").json();

    assertThat(shown.at("/total/sources").toString())
        .isEqualTo(
            "[{\"source\":\"origin\",\"bytes\":1000},{\"source\":\"tier-1\",\"bytes\":1200},{\"source\":\"tier-2\",\"bytes\":1200}]");
    assertThat(shown.at("/points/1/saved/savedBytes").asLong()).isEqualTo(4_100);
    assertThat(shown.at("/total/kinds/patchBytes").asLong()).isEqualTo(4_000);
    assertThat(shown.at("/nodes/0/hitRatio").asDouble()).isEqualTo(0.6);
    assertThat(shown.at("/nodes/0/isLate").asBoolean()).isTrue();
    assertThat(operator.get("/fleet/distribution?hours=0").status()).isEqualTo(400);
    assertThat(operator.get("/fleet/distribution?hours=x").status()).isEqualTo(400);
  }

  @Test
  void givenNewDevice_whenEnrolled_thenTheLogHasIt() throws Exception {
    String key = "ab".repeat(32);
    String device =
        """
        {"id":"d9","epoch":2,"publicKey":"%s","tags":["canary"],"attributes":{"region":"eu"}}
        """
            .formatted(key);

    assertThat(operator.post("/devices", device).status()).isEqualTo(202);

    assertThat(console.sent)
        .last()
        .isEqualTo(
            new DeviceEnrolled(
                new DeviceId("d9"),
                2,
                new DevicePublicKey(key),
                DeviceAttributes.of(Set.of("canary"), Map.of("region", "eu"))));
    assertThat(operator.post("/devices", device.replace("canary", "no word!")).status())
        .isEqualTo(422);
    assertThat(operator.post("/devices", device.replace(key, "00")).status()).isEqualTo(422);
  }

  @Test
  void givenFollower_whenRolloutChanges_thenItIsTold() throws Exception {
    var response = operator.follow("/rollouts/events");
    var lines = new ConcurrentLinkedQueue<String>();
    var reader = Thread.ofVirtual().start(() -> response.body().forEach(lines::add));
    await().atMost(Duration.ofSeconds(10)).until(() -> lines.contains(": following"));

    console.put("demo/1", "soaking");

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> lines.stream().anyMatch(line -> line.contains("soaking")));
    String data =
        lines.stream().filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
    operator.checkEvent("/rollouts/events", data.substring("data: ".length()));
    console.close();
    reader.join();
  }

  @Test
  void givenPolicies_whenApplied_thenVersionsRiseEvenBeforeTheyShow() throws Exception {
    console.obeys = false;
    assertThat(operator.get("/policies/demo").status()).isEqualTo(404);

    var first = operator.put("/policies/demo?reason=faster", YAML, "rings: []");
    var second = operator.put("/policies/demo", YAML, "rings: [] # again");

    assertThat(first.json().path("version").asLong()).isEqualTo(1);
    assertThat(second.json().path("version").asLong()).isEqualTo(2);
    assertThat(console.sent.getFirst())
        .isEqualTo(
            new PolicyApplied(ProductName.parse("demo"), 1, "rings: []", "operator", "faster"));

    console.obeys = true;
    operator.put("/policies/demo", YAML, "rings: [] # third");
    assertThat(operator.get("/policies/demo").json().path("version").asLong()).isEqualTo(3);
    assertThat(operator.get("/policies").json().path("items")).hasSize(1);
    assertThat(operator.get("/policy-schema").json().path("schema").asText())
        .contains("A rollout policy");
  }

  @Test
  void givenWrongPolicy_whenAppliedOrLinted_thenAllMistakes() throws Exception {
    var refused = operator.put("/policies/demo", YAML, "nothing: true");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("mistakes")).hasSize(2);
    var lint = operator.call("POST", "/policies/lint", "nothing: 1", Map.of("Content-Type", YAML));
    assertThat(lint.json().path("mistakes")).hasSize(2);
    assertThat(operator.put("/policies/other", YAML, "rings: []").status()).isEqualTo(403);
    assertThat(console.sent).isEmpty();
  }

  @Test
  void givenPolicyWithFloors_whenApplied_thenTheEventNamesThemAndUnknownOnesAreRefusedInWords()
      throws Exception {
    console.put("demo/1", "completed");
    Version live = console.find(RolloutId.parse("demo/1")).orElseThrow().release().version();

    var refused = operator.put("/policies/demo", YAML, "rings: [] # floor 9.9");
    var applied = operator.put("/policies/demo", YAML, "rings: [] # floor " + live);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("mistakes").path(0).asText())
        .isEqualTo(
            "floor-releases: expected versions of demo that are signed and were not withdrawn, of"
                + " [%s], got [9.9]".formatted(live));
    assertThat(refused.json().path("advice").asText()).contains("publish them first");
    assertThat(applied.status()).isEqualTo(200);
    assertThat(console.sent.getFirst())
        .isInstanceOfSatisfying(
            PolicyApplied.class, event -> assertThat(event.floors()).containsExactly(live));
  }

  @Test
  void givenNewToken_whenMade_thenItOpensAndIsToldOnce() throws Exception {
    String body =
        "{\"name\":\"ci\",\"roles\":[\"publisher\"],\"products\":[\"demo\"],\"lifetime\":\"PT24H\"}";

    var made = admin.post("/tokens", body, "k1");

    assertThat(made.status()).isEqualTo(201);
    String secret = made.json().path("token").asText();
    try (var ci = new CheckedClient(console.uri(), secret)) {
      assertThat(ci.get("/rollouts").status()).isEqualTo(200);
    }
    assertThat(console.sent.toString()).doesNotContain(secret);
    assertThat(((PrincipalChanged) console.sent.getFirst()).roles()).containsOnly(Role.PUBLISHER);
    assertThat(admin.post("/tokens", body, "k1").body()).doesNotContain(secret);
    assertThat(admin.post("/tokens", body).status()).isEqualTo(409);
    assertThat(admin.get("/tokens").body()).contains("\"ci\"").doesNotContain(secret);

    assertThat(admin.delete("/tokens/ci").status()).isEqualTo(204);
    try (var ci = new CheckedClient(console.uri(), secret)) {
      assertThat(ci.get("/rollouts").status()).isEqualTo(401);
    }
    assertThat(admin.post("/tokens", body).status()).isEqualTo(201);
  }

  @Test
  void givenWrongTokenWishes_whenPosted_thenEveryMistake() throws Exception {
    var answer =
        admin.post(
            "/tokens", "{\"name\":\"../x\",\"roles\":[\"publisher\"],\"lifetime\":\"PT0S\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("mistakes")).hasSize(3);
    assertThat(admin.delete("/tokens/nobody").status()).isEqualTo(404);
    assertThat(admin.delete("/tokens/admin").status()).isEqualTo(409);
  }
}
