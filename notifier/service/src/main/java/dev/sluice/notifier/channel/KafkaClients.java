package dev.sluice.notifier.channel;

import dev.sluice.kafka.KafkaConnection;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// Gives Camel's Kafka clients our connection: addresses, TLS and login, whatever an endpoint says.
final class KafkaClients extends DefaultKafkaClientFactory {
  private final KafkaConnection connection;

  KafkaClients(KafkaConnection connection) {
    this.connection = connection;
  }

  static KafkaComponent component(KafkaConnection connection) {
    var component = new KafkaComponent();
    var clients = new KafkaClients(connection);
    component.setKafkaClientFactory(clients);
    component.getConfiguration().setBrokers(clients.servers());
    return component;
  }

  @Override
  public Producer<?, ?> getProducer(Properties properties) {
    return super.getProducer(ours(properties));
  }

  @Override
  public Consumer<?, ?> getConsumer(Properties properties) {
    return super.getConsumer(ours(properties));
  }

  @Override
  public String getBrokers(KafkaConfiguration configuration) {
    return servers();
  }

  private String servers() {
    return String.valueOf(
        connection.toProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  Properties ours(Properties endpoints) {
    var properties = new Properties();
    properties.putAll(endpoints);
    properties.putAll(connection.toProperties());
    return properties;
  }
}
