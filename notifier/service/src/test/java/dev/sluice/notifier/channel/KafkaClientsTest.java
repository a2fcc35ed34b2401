package dev.sluice.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kafka.KafkaConnection;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// What Camel's routes connect with.
class KafkaClientsTest {
  @Test
  void givenEndpoint_whenItConnects_thenItsOwnSettingsStayAndTheConnectionIsOurs() {
    var connection = new KafkaConnection("a:9092");
    var endpoint = new Properties();
    endpoint.put("group.id", "mqtt-bridge");
    endpoint.put("bootstrap.servers", "elsewhere:1");

    Properties used = new KafkaClients(connection).ours(endpoint);

    assertThat(used).containsAllEntriesOf(connection.toProperties());
    assertThat(used).containsEntry("group.id", "mqtt-bridge");
    assertThat(used).containsEntry("socket.connection.setup.timeout.max.ms", 10_000L);
  }
}
