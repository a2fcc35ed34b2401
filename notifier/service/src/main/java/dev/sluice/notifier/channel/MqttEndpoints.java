package dev.sluice.notifier.channel;

import dev.sluice.program.config.SecretText;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.tls.Tls;
import javax.net.SocketFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;

/// The broker as Camel's MQTT component knows it, for the route down.
final class MqttEndpoints {
  private static final String SCHEME = "paho-mqtt5";
  private static final int MAX_RECONNECT_DELAY_MILLIS = 30_000;

  private MqttEndpoints() {}

  /// Tells the context where the broker is and who we are there.
  ///
  /// @return the URI of an endpoint that publishes, QoS 1, retained
  static String publisher(CamelContext context, MqttAddress broker, MqttCredentials credentials) {
    var configuration = new PahoMqtt5Configuration();
    configuration.setBrokerUrl((broker.tls().isPresent() ? "ssl://" : "tcp://") + broker);
    configuration.setClientId(credentials.clientId());
    credentials.username().ifPresent(configuration::setUserName);
    credentials.password().map(SecretText::reveal).ifPresent(configuration::setPassword);
    configuration.setQos(1);
    configuration.setRetained(true);
    configuration.setAutomaticReconnect(true);
    configuration.setMaxReconnectDelay(MAX_RECONNECT_DELAY_MILLIS);
    broker
        .tls()
        .ifPresent(
            tls -> {
              configuration.setSocketFactory(sockets(tls));
              configuration.setHttpsHostnameVerificationEnabled(tls.verifyHost());
            });
    var component = new PahoMqtt5Component();
    component.setConfiguration(configuration);
    context.addComponent(SCHEME, component);
    return SCHEME + ":sluice/announce";
  }

  private static SocketFactory sockets(Tls tls) {
    return tls.context().getSocketFactory();
  }
}
