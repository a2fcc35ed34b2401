package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.topology.NotifierMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/// The clients that Kafka Streams makes of the notifier's settings.
class NotifierClientsTest {
  @Test
  void givenStreams_whenItMakesItsClients_thenEachGivesUpConnectingSoon() {
    var config =
        new StreamsConfig(
            StreamsSettings.of(
                new KafkaConnection("a:9092"),
                Path.of("state"),
                1,
                InstancesConfig.SINGLE,
                new NotifierMeters(new SimpleMeterRegistry())));

    assertThat(
            List.of(
                config.getMainConsumerConfigs("group", "client", 0),
                config.getRestoreConsumerConfigs("client"),
                config.getGlobalConsumerConfigs("client"),
                config.getProducerConfigs("client"),
                config.getAdminConfigs("client")))
        .allSatisfy(
            client ->
                assertThat(client)
                    .containsEntry("socket.connection.setup.timeout.ms", 3_000L)
                    .containsEntry("socket.connection.setup.timeout.max.ms", 10_000L));
  }
}
