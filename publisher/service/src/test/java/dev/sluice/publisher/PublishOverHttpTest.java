package dev.sluice.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.api.contract.Checked;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.events.principal.Role;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.publisher.command.PublisherLines.Said;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The program's door: a URL and a token are all that a release engineer has.
@ExtendWith(PublisherUnderTest.Provider.class)
class PublishOverHttpTest {
  private static final String FLAGS = "{\"a\": true, \"b\": false, \"c\": \"off\"}";

  private static final int PART_BYTES = 8 << 20;

  @TempDir private Path directory;
  private PublisherUnderTest publisher;

  @BeforeEach
  void take(PublisherUnderTest shared) {
    publisher = shared;
  }

  @Test
  void givenUrlAndToken_whenFilesArePublished_thenTheReleaseIsSignedAndHasItsPatches()
      throws Exception {
    Path app = file("app.bin", "the app".repeat(50_000));
    Path config = file("app.conf", "level=info");
    String token = publisher.token(Role.PUBLISHER, "parcel");

    Said said = publish(token, "parcel", "1.0", app, config);

    assertThat(said.exitCode()).as(said.text()).isEqualTo(ExitCode.DONE);
    assertThat(said.text())
        .contains(
            "read app.bin",
            "upload app.bin",
            "published as counter 1, rollback floor 0",
            "parcel/1.0 signed",
            "compressed whole",
            "parcel/1.0 is counter 1: smallest download",
            "sluice rollout get parcel/1");
    try (var client = new CheckedClient(publisher.uri(), publisher.token(Role.VIEWER))) {
      JsonNode release = client.get("/releases/parcel/1.0").json();
      assertThat(release.path("state").asText()).isEqualTo("signed");
      assertThat(release.path("artifacts")).hasSize(2);
      assertThat(release.path("trace").asText()).matches("[0-9a-f]{32}");
      assertThat(client.get("/releases?product=parcel").json().path("items")).hasSize(1);
      assertThat(publisher.traces("parcel")).containsOnly(release.path("trace").asText());
    }
  }

  @Test
  void givenTokensOfOthers_whenPublished_thenIsNotAllowed() throws Exception {
    Path file = file("a", "1");

    Said viewer = publish(publisher.token(Role.VIEWER), "guarded", "1", file);
    Said other = publish(publisher.token(Role.PUBLISHER, "else"), "guarded", "1", file);
    Said unknown = publish("no-such-token", "guarded", "1", file);

    assertThat(viewer.exitCode()).as(viewer.text()).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(other.exitCode()).as(other.text()).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(unknown.exitCode()).as(unknown.text()).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(statusWithout("guarded")).isEqualTo(401);
    assertThat(publisher.traces("guarded")).isEmpty();
  }

  private int statusWithout(String product) throws Exception {
    try (var client = new CheckedClient(publisher.uri(), "")) {
      return client.get("/releases?product=" + product).status();
    }
  }

  @Test
  void givenRelease_whenPublishedOtherwise_thenIsRefusedAndSaysWhatDiffers() throws Exception {
    String token = publisher.token(Role.PUBLISHER, "strict");
    assertThat(publish(token, "strict", "1", file("a", "1")).exitCode()).isZero();

    Said conflict = publish(token, "strict", "1", file("a", "2"));
    Said counter = publish(token, "strict", "2", file("a", "2"), "--counter", "7");
    Said floor = publish(token, "strict", "2", file("a", "2"), "--floor", "9");
    Said right = publish(token, "strict", "2", file("a", "2"), "--counter", "2", "--floor", "1");

    assertThat(conflict.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(conflict.text()).contains("another sha256 of a", "publish under a new version");
    assertThat(counter.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(counter.text()).contains("expected counter 2", "got counter 7");
    assertThat(floor.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(floor.text()).contains("expected at most 2", "got 9");
    assertThat(right.exitCode()).as(right.text()).isZero();
  }

  @Test
  void givenFlags_whenPublished_thenTheirKindIsInTheManifestAndAMistakeNeverLeaves()
      throws Exception {
    String token = publisher.token(Role.PUBLISHER, "switches");

    Said wrong = publish(token, "switches", "1", file("f.json", "{\"a\": 0.5}"), "--kind", "flags");
    Said right = publish(token, "switches", "1", file("f.json", FLAGS), "--kind", "flags");

    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.text()).contains("f.json: expected one JSON object of flags; a: expected");
    assertThat(right.exitCode()).as(right.text()).isEqualTo(ExitCode.DONE);
    try (var client = new CheckedClient(publisher.uri(), publisher.token(Role.VIEWER))) {
      JsonNode release = client.get("/releases/switches/1").json();
      assertThat(release.path("artifacts").path(0).path("installer").asText()).isEqualTo("flags");
      assertThat(publisher.switches("switches")).containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void givenNobodySigns_whenTheTimeIsOver_thenIsPending() throws Exception {
    String token = publisher.token(Role.PUBLISHER, PublisherUnderTest.UNSIGNED);

    Said said = publish(token, PublisherUnderTest.UNSIGNED, "1", file("a", "1"), "--timeout", "1s");

    assertThat(said.exitCode()).isEqualTo(ExitCode.PENDING);
    assertThat(said.text()).contains("not signed within 1 s", "sluice release show");
  }

  @Test
  void givenClientThatDiedInMidUpload_whenPublishedAgain_thenSentPartsAreNotSentAgain()
      throws Exception {
    byte[] bytes = new byte[2 * PART_BYTES + 1_000];
    new Random(3).nextBytes(bytes);
    Path file = Files.write(directory.resolve("large"), bytes);
    String token = publisher.token(Role.PUBLISHER, "resumed");
    String order = upload("resumed", "large", bytes, Digest.sha256(bytes));
    try (var client = new CheckedClient(publisher.uri(), token)) {
      JsonNode begun = client.post("/uploads", order).json();
      var _ = put(begun.path("parts").get(1), part(bytes, 1));

      JsonNode again = client.post("/uploads", order).json();

      assertThat(again.path("id")).isEqualTo(begun.path("id"));
      assertThat(again.path("parts").get(0).hasNonNull("url")).isTrue();
      assertThat(again.path("parts").get(1).hasNonNull("entityTag")).isTrue();
      Said said = publish(token, "resumed", "1", file);
      assertThat(said.exitCode()).as(said.text()).isZero();
      assertThat(client.post("/uploads", order).json().path("state").asText()).isEqualTo("stored");
    }
  }

  @Test
  void givenClientThatLiesAboutADigest_whenItsUploadEnds_thenIsRefusedAndNothingIsLeft()
      throws Exception {
    byte[] bytes = "not what was said".getBytes(StandardCharsets.UTF_8);
    Digest claimed = Digest.sha256("what was said".getBytes(StandardCharsets.UTF_8));
    String token = publisher.token(Role.PUBLISHER, "liar");
    String order = upload("liar", "a", bytes, claimed);
    try (var client = new CheckedClient(publisher.uri(), token)) {
      JsonNode begun = client.post("/uploads", order).json();
      String tag = put(begun.path("parts").get(0), bytes);

      Checked completed =
          client.post(
              "/uploads/" + begun.path("id").asText() + "/complete",
              "{\"upload\":%s,\"entityTags\":[%s]}".formatted(order, json(tag)));
      Checked published =
          client.post(
              "/releases",
              """
              {"product":"liar","version":"1",
               "artifacts":[{"name":"a","lengthBytes":%d,"sha256":"%s"}]}"""
                  .formatted(bytes.length, claimed));

      assertThat(completed.status()).isEqualTo(422);
      assertThat(completed.json().path("expected").asText()).contains(claimed.hex());
      assertThat(completed.json().path("received").asText()).contains(Digest.sha256(bytes).hex());
      assertThat(published.status()).isEqualTo(422);
      assertThat(published.json().path("detail").asText()).contains("is not in the store");
      assertThat(client.post("/uploads", order).json().path("state").asText()).isEqualTo("open");
    }
  }

  @Test
  void givenRelease_whenWithdrawn_thenTheSignersAnswerEndsIt() throws Exception {
    String token = publisher.token(Role.PUBLISHER, "recalled");
    assertThat(publish(token, "recalled", "1", file("a", "1")).exitCode()).isZero();

    Said said =
        publisher.run(
            "release", token, "withdraw", "recalled/1", "--reason", "it burns", "-o", "json");
    Said again = publish(token, "recalled", "1", file("a", "1"));

    assertThat(said.exitCode()).as(said.text()).isZero();
    assertThat(said.text()).contains("\"withdrawn\"", "it burns");
    assertThat(again.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(again.text()).contains("was withdrawn");
  }

  private Said publish(String token, String product, String version, Path file, String... more)
      throws IOException {
    String[] arguments = new String[5 + more.length];
    arguments[0] = file.toString();
    arguments[1] = "--product";
    arguments[2] = product;
    arguments[3] = "--version";
    arguments[4] = version;
    System.arraycopy(more, 0, arguments, 5, more.length);
    return publisher.run("publish", token, arguments);
  }

  private Said publish(String token, String product, String version, Path one, Path other)
      throws IOException {
    return publish(token, product, version, one, other.toString());
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(
        Files.createTempDirectory(directory, "artifact").resolve(name), content);
  }

  private static String upload(String product, String name, byte[] bytes, Digest claimed) {
    var parts = JsonMapper.builder().build().createArrayNode();
    for (int i = 0; i * PART_BYTES < bytes.length; i++) {
      byte[] part = part(bytes, i);
      var _ =
          parts
              .addObject()
              .put("number", i + 1)
              .put("lengthBytes", part.length)
              .put("sha256", Digest.sha256(part).hex());
    }
    return """
        {"product":"%s","version":"1","name":"%s","lengthBytes":%d,"sha256":"%s","parts":%s}"""
        .formatted(product, name, bytes.length, claimed, parts);
  }

  private static byte[] part(byte[] bytes, int index) {
    int start = index * PART_BYTES;
    return Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + PART_BYTES));
  }

  private static String put(JsonNode ticket, byte[] part) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(ticket.path("url").asText()))
            .PUT(BodyPublishers.ofByteArray(part));
    ticket
        .path("headers")
        .properties()
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request.build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.headers().firstValue("ETag").orElseThrow();
    }
  }

  private static String json(String text) {
    return JsonMapper.builder().build().valueToTree(text).toString();
  }
}
