package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.store.ObjectStore.Expected;
import dev.sluice.store.server.InProcessS3;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each test has names of its own, because they share one bucket.
class S3ObjectStoreTest {
  /// How often the SDK makes a request whose answers are lost.
  private static final int ALL_ATTEMPTS = 4;

  @TempDir static Path directory;
  private static InProcessS3 server;
  private static S3Bucket bucket;
  private static S3ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = InProcessS3.start(directory.resolve("s3"));
    bucket = S3Bucket.open(server.config());
    store = new S3ObjectStore(bucket);
  }

  @AfterAll
  static void stop() throws IOException {
    bucket.close();
    server.close();
  }

  @Test
  void givenDocument_whenCreatedTwice_thenTheSecondIsTold() throws Exception {
    byte[] content = utf8("{}");

    assertThat(store.find("documents/a.json", 10)).isEmpty();
    assertThat(store.create("documents/a.json", content)).isTrue();
    assertThat(store.create("documents/a.json", utf8("[]"))).isFalse();

    assertThat(store.find("documents/a.json", 10).orElseThrow().content().bytes())
        .isEqualTo(content);
  }

  @Test
  void givenDocumentThatChanged_whenReplaced_thenTheOlderReaderIsTold() throws Exception {
    store.put("documents/b.json", utf8("1"));
    var read = store.find("documents/b.json", 10).orElseThrow();

    assertThat(store.replace("documents/b.json", utf8("2"), read)).isTrue();
    assertThat(store.replace("documents/b.json", utf8("3"), read)).isFalse();
  }

  @Test
  void givenLongerDocument_whenRead_thenRefuses() throws Exception {
    store.put("documents/long", utf8("12345"));

    assertThatThrownBy(() -> store.find("documents/long", 4))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("expected at most 4 bytes");
  }

  @Test
  void givenUnusableStore_whenAsked_thenTheMessageSaysWhatToDo() {
    var nowhere =
        ObjectStoreConfig.of(URI.create("http://127.0.0.1:1"), "r", "bucket", "access", "secret");

    try (var away = S3Bucket.open(nowhere);
        var forbidden = S3Bucket.open(server.wrongSecret());
        var empty = S3Bucket.open(server.wrongBucket())) {
      assertThatThrownBy(() -> new S3ObjectStore(away).find("a", 1))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("object store http://127.0.0.1:1/bucket")
          .hasMessageContaining("check the endpoint and that the store runs");
      assertThatThrownBy(() -> new S3ObjectStore(forbidden).find("a", 1))
          .hasMessageContaining("check access key and secret key");
      assertThatThrownBy(() -> new S3ObjectStore(empty).find("a", 1))
          .hasMessageContaining("expected the bucket");
      assertThatThrownBy(() -> new S3ObjectStore(empty).create("a", new byte[0]))
          .hasMessageContaining("expected the bucket");
    }
  }

  @Test
  void givenStoreThatDoesNotServe_whenAsked_thenTheKindSaysWhetherToWait() throws Exception {
    var nowhere =
        ObjectStoreConfig.of(URI.create("http://127.0.0.1:1"), "r", "bucket", "access", "secret");
    var check = new Health().add("store");

    try (var away = S3Bucket.open(nowhere);
        var forbidden = S3Bucket.open(server.wrongSecret());
        var empty = S3Bucket.open(server.wrongBucket());
        var here = S3Bucket.open(server.config())) {
      assertThatThrownBy(() -> empty.await(Duration.ofMillis(1), check))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("did not answer within 1 ms: expected the bucket, got none");
      assertThatThrownBy(() -> new S3ObjectStore(away).find("a", 1))
          .isInstanceOfSatisfying(
              StoreUnavailableException.class,
              e -> assertThat(e.explain()).isInstanceOf(UnreachableException.class));
      assertThatThrownBy(() -> new S3ObjectStore(forbidden).put("a", new byte[1]))
          .isInstanceOfSatisfying(
              StoreUnavailableException.class,
              e -> assertThat(e.explain()).isInstanceOf(NotAllowedException.class));
      assertThatThrownBy(() -> forbidden.await(Duration.ofMillis(1), check))
          .isInstanceOf(NotAllowedException.class)
          .hasMessageContaining("check access key and secret key");
      assertThatThrownBy(() -> away.await(Duration.ofMillis(1), check))
          .isInstanceOf(UnreachableException.class);
      here.await(Duration.ofSeconds(30), check);
    }
  }

  @Test
  void givenConfiguration_whenPrinted_thenKeepsItsSecret() {
    assertThat(server.config()).asString().doesNotContain("test-secret", "test-access");
  }

  @Test
  void givenDocument_whenWrittenOnCondition_thenOnlyTheExpectedOneIsReplaced() throws Exception {
    String tag = store.write("conditions/a", utf8("1"), new Expected.Absent()).orElseThrow();

    assertThat(store.write("conditions/a", utf8("2"), new Expected.Unchanged(tag))).isPresent();
    assertThat(store.write("conditions/a", utf8("3"), new Expected.Unchanged(tag))).isEmpty();

    assertThat(store.find("conditions/a", 1).orElseThrow().content().bytes()).isEqualTo(utf8("2"));
  }

  @Test
  void givenDocumentThatNeverChanges_whenWrittenAgain_thenOnlyTheSameBytesAreTaken()
      throws Exception {
    assertThat(store.findLengthBytes("once/a")).isEmpty();

    assertThat(store.writeOnce("once/a", utf8("one"))).isTrue();
    assertThat(store.writeOnce("once/a", utf8("one"))).isTrue();
    assertThat(store.writeOnce("once/a", utf8("two"))).isFalse();
    assertThat(store.writeOnce("once/a", utf8("longer"))).isFalse();

    assertThat(store.findLengthBytes("once/a")).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, ALL_ATTEMPTS})
  void givenLostAnswers_whenWrittenOnCondition_thenOneKnowsOnesOwnBytes(int lost) throws Exception {
    String path = "lost/own-" + lost;
    try (var network = AnswerLosingProxy.start(server.config().endpoint().orElseThrow(), lost);
        var behindIt = S3Bucket.open(at(network.endpoint()))) {
      String tag =
          new S3ObjectStore(behindIt).write(path, utf8("1"), new Expected.Absent()).orElseThrow();

      assertThat(network.hasLostAll()).isTrue();
      assertThat(store.find(path, 1).orElseThrow().entityTag()).isEqualTo(tag);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, ALL_ATTEMPTS})
  void givenLostAnswers_whenSomebodyElseWasFirst_thenOneIsTold(int lost) throws Exception {
    String created = "lost/created-" + lost;
    store.put(created, utf8("2"));
    try (var network = AnswerLosingProxy.start(server.config().endpoint().orElseThrow(), lost);
        var behindIt = S3Bucket.open(at(network.endpoint()))) {
      assertThat(new S3ObjectStore(behindIt).create(created, utf8("1"))).isFalse();

      assertThat(network.hasLostAll()).isTrue();
      assertThat(store.find(created, 1).orElseThrow().content().bytes()).isEqualTo(utf8("2"));
    }
    String replaced = "lost/replaced-" + lost;
    store.put(replaced, utf8("1"));
    var read = store.find(replaced, 1).orElseThrow();
    store.put(replaced, utf8("2"));
    try (var network = AnswerLosingProxy.start(server.config().endpoint().orElseThrow(), lost);
        var behindIt = S3Bucket.open(at(network.endpoint()))) {
      assertThat(new S3ObjectStore(behindIt).replace(replaced, utf8("3"), read)).isFalse();

      assertThat(network.hasLostAll()).isTrue();
      assertThat(store.find(replaced, 1).orElseThrow().content().bytes()).isEqualTo(utf8("2"));
    }
  }

  private static ObjectStoreConfig at(URI endpoint) {
    var direct = server.config();
    return new ObjectStoreConfig(
        Optional.of(endpoint),
        direct.region(),
        direct.bucket(),
        direct.pathStyle(),
        direct.accessKey(),
        direct.secretKey(),
        direct.sessionToken());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
