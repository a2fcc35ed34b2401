package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.Event;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KeyPartitioning;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker: two notifiers, each a program of its own, share the work. Each answers for
/// both; when one is killed in the middle of a rollout, the other goes on.
class SeveralNotifiersTest {
  private static final int PARTITIONS = 4;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /// What the README promises.
  private static final Duration TAKE_OVER_LIMIT = Duration.ofSeconds(30);

  private static final String INSTANCE_SECRET = "of an instance of this test";

  private final List<TestDevice> canaries = devices("canary-", 40);
  private final List<TestDevice> others = devices("other-", 160);
  private final List<String> names =
      Stream.concat(canaries.stream(), others.stream()).map(d -> d.id().value()).sorted().toList();

  private final List<String> nodes = IntStream.range(0, 8).mapToObj(i -> "node-" + i).toList();

  @Test
  void givenTwoNotifiers_whenOneIsKilledInARollout_thenTheOtherAnswersAndGoesOn(
      @TempDir Path directory) throws Exception {
    try (var broker = InProcessBroker.start(directory.resolve("kafka"))) {
      Topics.ensure(broker.connection(), PARTITIONS);
      try (var producer = new EventProducer(broker.connection(), "test", InstantSource.system());
          var signer = TestSigner.start(broker.connection(), producer);
          var killed = TestInstance.process(broker.connection(), directory.resolve("killed"));
          var staying = TestInstance.here(broker.connection(), directory.resolve("staying"))) {
        prepare(producer);
        awaitShared(killed, staying);
        ReleaseId release = releaseOf(killed);
        begin(producer, signer, release);
        checkSameAnswers(killed, staying, release);
        checkOnlyInstancesAsk(staying);

        send(producer, release, canaries.subList(0, 15));
        killed.close();
        long start = System.nanoTime();
        send(producer, release, canaries);
        checkHonest(staying.api(), killed);
        await()
            .atMost(TAKE_OVER_LIMIT)
            .until(() -> signer.seen(WaveAnnounced.class).size(), waves -> waves == 2);
        send(producer, release, others);
        send(producer, release, others.subList(0, 50));

        JsonNode rollout = awaitCompleted(staying.api(), release);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TAKE_OVER_LIMIT);
        assertCountedOnce(rollout);
        assertThat(signer.sequences()).doesNotHaveDuplicates().isSorted();
        assertNoGateSkipped(signer);
      }
    }
  }

  private static List<TestDevice> devices(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> new TestDevice(prefix + i)).toList();
  }

  private void prepare(EventProducer producer) throws IOException {
    List<Event> events = new ArrayList<>();
    events.add(TestPolicies.quick(Duration.ZERO));
    canaries.forEach(device -> events.add(device.enrolment("canary")));
    others.forEach(device -> events.add(device.enrolment()));
    nodes.forEach(node -> events.add(report(node)));
    events.add(
        new PrincipalChanged(
            "instance@test",
            Digest.sha256(INSTANCE_SECRET.getBytes(StandardCharsets.UTF_8)),
            Set.of(Role.VIEWER),
            Set.of(),
            Optional.empty(),
            false,
            "test"));
    producer.sendAll(events);
  }

  private static NodeReported report(String node) {
    Instant now = Instant.now();
    var sent = new NodeTraffic.Sent(100, 200);
    return new NodeReported(
        new NodeId(node),
        now,
        1,
        NodeReported.ORIGIN,
        60,
        new NodeTraffic(NodeTraffic.Sent.NONE, sent, NodeTraffic.Sent.NONE, 300));
  }

  /// Both hold rollouts and devices, and know of each other.
  private void awaitShared(TestInstance one, TestInstance other) {
    await()
        .atMost(START_LIMIT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              for (TestInstance instance : List.of(one, other)) {
                assertThat(held(instance, "rollout")).isNotEmpty();
                assertThat(held(instance, "device")).isNotEmpty();
                assertThat(ApiAt.list(List.of(instance.api()), "/devices", 1_000, "id"))
                    .isEqualTo(names);
              }
            });
  }

  private static List<Integer> held(TestInstance instance, String kind) throws Exception {
    List<Integer> held = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      if (instance.api(INSTANCE_SECRET).ask(kind, partition, "x").statusCode() == 200) {
        held.add(partition);
      }
    }
    return held;
  }

  /// A release of a product whose rollouts the instance has in hand.
  private static ReleaseId releaseOf(TestInstance instance) throws Exception {
    List<Integer> held = held(instance, "rollout");
    return IntStream.range(0, 100)
        .mapToObj(i -> "gateway-" + i)
        .filter(product -> held.contains(KeyPartitioning.partition(product, PARTITIONS)))
        .findFirst()
        .map(product -> ReleaseId.parse(product + "/1.1"))
        .orElseThrow();
  }

  private static void begin(EventProducer producer, TestSigner signer, ReleaseId release)
      throws IOException {
    for (ReleaseId each :
        List.of(release, ReleaseId.parse("demo/1"), ReleaseId.parse("demo-a/1"))) {
      StartRequest start = each.equals(release) ? StartRequest.AS_POLICY : StartRequest.MANUAL;
      producer.send(
          new ReleaseSigned(
              each, 1, 0, Digest.sha256(new byte[] {9}), TestSigner.VERSIONS, start, 0));
    }
    await().atMost(START_LIMIT).until(() -> !signer.seen(WaveAnnounced.class).isEmpty());
  }

  private void checkSameAnswers(TestInstance one, TestInstance other, ReleaseId release)
      throws Exception {
    List<ApiAt> both = List.of(one.api(), other.api());
    assertThat(ApiAt.list(both, "/devices", 7, "id")).isEqualTo(names);
    await()
        .atMost(START_LIMIT)
        .untilAsserted(
            () ->
                assertThat(ApiAt.list(both, "/rollouts", 1, "id"))
                    .containsExactly("demo-a/1", "demo/1", release.product() + "/1"));
    for (ApiAt api : both) {
      assertThat(api.json("/rollouts/" + release.product() + "/1").path("state").asText())
          .isEqualTo("admitting");
      assertThat(api.json("/devices/canary-7").path("tags").toString()).contains("canary");
      assertThat(api.get("/devices/nobody").statusCode()).isEqualTo(404);
      assertThat(api.json("/policies").path("items")).hasSize(1);
      JsonNode distribution = api.json("/fleet/distribution");
      assertThat(distribution.path("nodes").findValuesAsText("name")).isEqualTo(nodes);
      assertThat(distribution.at("/total/sources/0/bytes").asLong()).isEqualTo(8 * 300);
    }
  }

  private static void checkOnlyInstancesAsk(TestInstance instance) throws Exception {
    int held = held(instance, "device").getFirst();

    assertThat(instance.api().ask("device", held, "x").statusCode()).isEqualTo(403);
    assertThat(instance.api("unknown").ask("device", held, "x").statusCode()).isEqualTo(401);
    assertThat(instance.api(INSTANCE_SECRET).ask("weather", held, "x").statusCode()).isEqualTo(404);
    assertThat(instance.api(INSTANCE_SECRET).ask("device", PARTITIONS, "x").statusCode())
        .isEqualTo(400);
    String nowhere = "/instances/questions/device?question=%7B%22key%22%3A%22x%22%7D";
    assertThat(instance.api(INSTANCE_SECRET).get(nowhere).statusCode()).isEqualTo(400);
  }

  private static void send(EventProducer producer, ReleaseId release, List<TestDevice> devices)
      throws IOException {
    producer.sendAll(
        devices.stream()
            .map(
                device ->
                    device.confirm(
                        release,
                        1,
                        device.id().value().equals("other-1") ? Outcome.FAILED : Outcome.INSTALLED,
                        1))
            .toList());
  }

  /// Until the partitions are divided anew there is no list, and then it is whole.
  private void checkHonest(ApiAt api, TestInstance away) throws Exception {
    HttpResponse<String> first = api.get("/devices?limit=1000");
    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(first.body()).contains("instance " + away.address(), "try again");
    assertThat(first.headers().firstValue("Retry-After")).isPresent();

    await()
        .atMost(TAKE_OVER_LIMIT)
        .ignoreExceptionsMatching(
            e -> e instanceof IOException && String.valueOf(e.getMessage()).contains("503"))
        .untilAsserted(
            () -> assertThat(ApiAt.list(List.of(api), "/devices", 1_000, "id")).isEqualTo(names));
  }

  private static JsonNode awaitCompleted(ApiAt api, ReleaseId release) {
    return await()
        .atMost(TAKE_OVER_LIMIT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> api.json("/rollouts/" + release.product() + "/1"),
            rollout -> rollout.path("state").asText().equals("completed"));
  }

  private void assertCountedOnce(JsonNode rollout) {
    JsonNode canary = rollout.path("rings").get(0);
    assertThat(canary.path("devices").asInt()).isEqualTo(canaries.size());
    assertThat(canary.path("confirmed").asInt()).isEqualTo(canaries.size());
    assertThat(canary.path("failed").asInt()).isZero();
    JsonNode broad = rollout.path("rings").get(1);
    assertThat(broad.path("devices").asInt()).isEqualTo(others.size());
    assertThat(broad.path("confirmed").asInt()).isEqualTo(others.size() - 1);
    assertThat(broad.path("failed").asInt()).isEqualTo(1);
  }

  /// The second ring began when the first had confirmed as its gate wants.
  private void assertNoGateSkipped(TestSigner signer) {
    RolloutChanged second =
        signer.seen(RolloutChanged.class).stream()
            .filter(changed -> changed.change().equals("wave-announced"))
            .filter(changed -> changed.snapshot().rings().get(1).wave() == 1)
            .findFirst()
            .orElseThrow();
    assertThat(second.snapshot().rings().getFirst().confirmed())
        .isGreaterThanOrEqualTo(canaries.size() / 2);
  }
}
