package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.release.flags.FlagName;
import dev.sluice.release.flags.FlagsDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A feature flag is switched off for one ring: every device of the ring follows within a minute of
/// the order, and no other; then it is switched on again.
class FlagIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// What is promised.
  private static final Duration PROMISE = Duration.ofMinutes(1);

  private static final ProductName PRODUCT = new ProductName("app-flags");
  private static final int DEVICES = 8;
  private static final int CANARIES = 3;

  private static final String RELEASED = "{\"cart\": true, \"theme\": \"dark\"}";

  @Test
  void givenFlagsOnAllDevices_whenOneIsSwitchedOffForARing_thenThatRingFollowsWithinAMinute(
      @TempDir Path directory) throws Exception {
    Path document = Files.writeString(directory.resolve("flags.json"), RELEASED);
    byte[] released = RELEASED.getBytes(StandardCharsets.UTF_8);
    byte[] off = FlagsDocument.switchedOff(released, Set.of(new FlagName("cart")));
    Path reloads = directory.resolve("reloads");
    String settings =
        "kind: flags\nreload: {command: [sh, -c, 'echo reloaded >> %s']}\n".formatted(reloads);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline =
            Pipeline.start(data, PipelineOptions.ephemeral(TestPolicies.TWO_RINGS));
        Fleet fleet = Fleet.start(pipeline, PRODUCT, DEVICES, FlagIT::ringOf, settings);
        ApiClient api = TestRollouts.api(pipeline)) {
      var first = TestRollouts.publish(pipeline, PRODUCT, document, "1", Installer.FLAGS, LIMIT);
      TestRollouts.awaitCompleted(pipeline, first.rollout(), LIMIT);
      assertThat(fleet.awaitInstalled(first.digest(), LIMIT)).isEqualTo(DEVICES);
      List<Path> canaries = fleet.installFiles().subList(0, CANARIES);
      List<Path> others = fleet.installFiles().subList(CANARIES, DEVICES);

      order(api, true);
      await().atMost(PROMISE).untilAsserted(() -> requireEach(canaries, off));

      requireEach(others, released);
      await().atMost(LIMIT).untilAsserted(() -> requireOff(api));
      requireEach(others, released);
      // Each device once for the release, and each canary once for the flag.
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(Files.readAllLines(reloads)).hasSize(DEVICES + CANARIES));
      order(api, false);
      await().atMost(PROMISE).untilAsserted(() -> requireEach(canaries, released));
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(flags(api).at("/rings/0/switched")).isEmpty());
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(Files.readAllLines(reloads)).hasSize(DEVICES + 2 * CANARIES));
    }
  }

  private static String ringOf(int device, int devices) {
    return device < CANARIES ? "canary" : "other";
  }

  private static void order(ApiClient api, boolean off) throws InterruptedException {
    var _ =
        api.post(
            "/api/v1/flags/" + PRODUCT + "/switches",
            JsonNodeFactory.instance
                .objectNode()
                .put("ring", "canary")
                .put("flag", "cart")
                .put("off", off)
                .put("reason", "the cart loses items"),
            UUID.randomUUID().toString());
  }

  private static JsonNode flags(ApiClient api) throws InterruptedException {
    return api.get("/api/v1/flags/" + PRODUCT);
  }

  private static void requireEach(List<Path> files, byte[] content) throws IOException {
    for (Path file : files) {
      assertThat(Files.readString(file))
          .as("%s", file)
          .isEqualTo(new String(content, StandardCharsets.UTF_8));
    }
  }

  /// The API says who ordered it, and that each device of the ring has followed.
  private static void requireOff(ApiClient api) throws InterruptedException {
    JsonNode answer = flags(api);
    JsonNode flag = answer.at("/rings/0/switched/0");
    assertThat(flag.path("flag").asText()).isEqualTo("cart");
    assertThat(flag.path("state").asText()).isEqualTo("off");
    assertThat(flag.path("reason").asText()).isEqualTo("the cart loses items");
    assertThat(flag.path("devices").asInt()).isEqualTo(CANARIES);
    assertThat(flag.path("ringDevices").asInt()).isEqualTo(CANARIES);
    assertThat(answer.at("/rings/1/switched")).isEmpty();
  }
}
