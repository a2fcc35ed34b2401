package dev.sluice.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.Event;
import dev.sluice.events.RingsPlanned;
import dev.sluice.events.RingsRefused;
import dev.sluice.events.RingsSigned;
import dev.sluice.events.Topic;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.release.ProductName;
import dev.sluice.signer.store.ObjectStore;
import dev.sluice.signer.store.ObjectStoreConfig;
import dev.sluice.signer.store.S3ObjectStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/// The signer over a real broker and a real S3 server.
class SignerTest {
  private static final ProductName APP = new ProductName("app");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private S3Proxy proxy;

  @BeforeEach
  void startStore() throws Exception {
    var properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", "access");
    properties.setProperty("s3proxy.credential", "secret");
    Path directory = Files.createDirectories(folder.resolve("s3").toAbsolutePath());
    var blobs = new FilesystemNio2BlobStore(directory.toString());
    var _ = blobs.createContainer(CreateBucketRequest.builder().bucket("sluice").build());
    proxy = S3Proxy.Builder.fromProperties(properties).blobStore(blobs).build();
    proxy.start();
  }

  @AfterEach
  void stopStore() throws Exception {
    proxy.stop();
  }

  @Test
  void givenPlannedRings_whenSignerIsRestarted_thenAnswersEachOnceInOrder() throws Exception {
    try (var broker = InProcessBroker.start(folder.resolve("kafka").toAbsolutePath())) {
      Topics.ensure(broker.connection(), 2);
      List<Event> answers = new CopyOnWriteArrayList<>();
      var config =
          new SignerConfig(
              broker.connection(), store(), folder.resolve("keys"), InstantSource.system());
      try (var producer = new EventProducer(broker.connection(), "test", InstantSource.system());
          var _ =
              EventFollower.start(
                  broker.connection(),
                  Set.of(Topic.SIGNING),
                  stamped -> answers.add(stamped.event()))) {
        byte[] root;
        try (var signer = Signer.start(config)) {
          root = signer.rootMetadata();
          producer.send(RingsPlanned.of(rings(2)));
          await()
              .atMost(PATIENCE)
              .until(() -> answers.stream().anyMatch(RingsSigned.class::isInstance));
        }
        try (var signer = Signer.start(config)) {
          assertThat(signer.rootMetadata()).isEqualTo(root);
          producer.send(RingsPlanned.of(rings(1)));
          await()
              .atMost(PATIENCE)
              .until(() -> answers.stream().anyMatch(RingsRefused.class::isInstance));
        }
      }

      assertThat(answers).filteredOn(RingsSigned.class::isInstance).hasSize(1);
      assertThat(answers).contains(new RingsRefused(APP, 1, 2));
    }
  }

  @Test
  void givenObject_whenWrittenOnCondition_thenOnlyTheExpectedOneIsReplaced() throws Exception {
    byte[] one = {1};
    byte[] two = {2};
    try (var store = S3ObjectStore.open(store())) {
      assertThat(store.find("a/b")).isEmpty();
      assertThat(store.findLengthBytes("a/b")).isEmpty();
      assertThat(store.writeOnce("a/b", one)).isTrue();
      assertThat(store.writeOnce("a/b", one)).isTrue();
      assertThat(store.writeOnce("a/b", two)).isFalse();
      assertThat(store.findLengthBytes("a/b")).hasValue(1);

      String tag = store.find("a/b").orElseThrow().tag();
      assertThat(store.write("a/b", two, new ObjectStore.Expected.Unchanged(tag))).isPresent();
      assertThat(store.write("a/b", one, new ObjectStore.Expected.Unchanged(tag))).isEmpty();
      assertThat(store.find("a/b").orElseThrow().content().bytes()).isEqualTo(two);
    }
  }

  @Test
  void givenStoreThatIsDown_whenStarting_thenOneLineSaysSo() throws Exception {
    var config = store();
    proxy.stop();

    try (var store = S3ObjectStore.open(config)) {
      assertThatIOException()
          .isThrownBy(() -> store.find("a"))
          .withMessageContaining("a: expected an answer from sluice at http://127.0.0.1:")
          .withMessageNotContaining("\n");
    }
  }

  private ObjectStoreConfig store() {
    return new ObjectStoreConfig(
        URI.create("http://127.0.0.1:" + proxy.getPort()),
        "us-east-1",
        "sluice",
        "access",
        "secret");
  }

  private static RingsDocument rings(long sequence) {
    return new RingsDocument(APP, sequence, List.of(Ring.of("all", new Selector.Everyone())));
  }
}
