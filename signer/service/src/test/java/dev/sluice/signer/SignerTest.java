package dev.sluice.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsRefused;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.Surroundings;
import dev.sluice.release.ProductName;
import dev.sluice.store.server.InProcessS3;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The signer over a real broker and a real S3 server.
class SignerTest {
  private static final ProductName APP = new ProductName("app");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private InProcessS3 s3;

  @BeforeEach
  void startStore() throws Exception {
    s3 = InProcessS3.start(folder.resolve("s3").toAbsolutePath());
  }

  @AfterEach
  void stopStore() throws Exception {
    s3.close();
  }

  @Test
  void givenPlannedRings_whenSignerIsRestarted_thenAnswersEachOnceInOrder() throws Exception {
    try (var broker = InProcessBroker.start(folder.resolve("kafka").toAbsolutePath())) {
      Topics.ensure(broker.connection(), 2);
      List<Event> answers = new CopyOnWriteArrayList<>();
      var config =
          SignerConfig.of(
              broker.connection().withPartitions(2), s3.config(), folder.resolve("keys"));
      try (var producer = new EventProducer(broker.connection(), "test", InstantSource.system());
          var _ =
              EventFollower.start(
                  broker.connection(), Topic.SIGNING, stamped -> answers.add(stamped.event()))) {
        byte[] root;
        try (var signer = new SignerProgram().start(config, Surroundings.quiet())) {
          root = signer.rootMetadata();
          producer.send(RingsPlanned.of(rings(2)));
          await()
              .atMost(PATIENCE)
              .until(() -> answers.stream().anyMatch(RingsSigned.class::isInstance));
        }
        try (var signer = new SignerProgram().start(config, Surroundings.quiet())) {
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

  private static RingsDocument rings(long sequence) {
    return new RingsDocument(APP, sequence, List.of(Ring.of("all", new Selector.Everyone())));
  }
}
