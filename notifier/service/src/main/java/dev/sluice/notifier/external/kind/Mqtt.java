package dev.sluice.notifier.external.kind;

import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelFormat;
import dev.sluice.notifier.external.message.ChannelUri;
import dev.sluice.notifier.external.message.Notice;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.tls.Tls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;

/// Publishes each event on one topic of an MQTT 5 broker, QoS 1, not retained.
public final class Mqtt implements ChannelKind {
  private static final String SCHEME = "paho-mqtt5";
  private static final int MAX_RECONNECT_DELAY_MILLIS = 30_000;

  /// Used by the registry.
  public Mqtt() {}

  @Override
  public String name() {
    return "mqtt";
  }

  @Override
  public List<String> schemes() {
    return List.of("mqtts", "mqtt");
  }

  @Override
  public String syntax() {
    return "mqtts://HOST:PORT/TOPIC";
  }

  @Override
  public ChannelFormat format() {
    return ChannelFormat.CLOUDEVENTS;
  }

  @Override
  public List<String> mistakes(ChannelConfig config) {
    return new Checks(config, Set.of())
        .address(
            config.uri().address().matches("[A-Za-z0-9._-]+:[0-9]{1,5}/[A-Za-z0-9._/-]{1,200}"),
            syntax())
        .require(
            "username",
            config.username().isPresent() || config.secret().isEmpty(),
            "a user name beside the password")
        .mistakes();
  }

  @Override
  public Target open(ChannelConfig config, CamelContext context) {
    ChannelUri uri = config.uri();
    int slash = uri.address().indexOf('/');
    boolean isTls = uri.scheme().equals("mqtts");
    var broker = new PahoMqtt5Configuration();
    broker.setBrokerUrl((isTls ? "ssl://" : "tcp://") + uri.address().substring(0, slash));
    // Several notifiers publish side by side, and a publisher needs no session.
    broker.setClientId("sluice-" + config.name() + "-" + UUID.randomUUID());
    config.username().ifPresent(broker::setUserName);
    config.secret().map(SecretText::reveal).ifPresent(broker::setPassword);
    broker.setQos(1);
    broker.setRetained(false);
    broker.setAutomaticReconnect(true);
    broker.setMaxReconnectDelay(MAX_RECONNECT_DELAY_MILLIS);
    broker.setConnectionTimeout((int) Target.LIMIT.toSeconds());
    if (isTls) {
      Tls tls = config.tls().orElse(Tls.STANDARD);
      broker.setSocketFactory(tls.context().getSocketFactory());
      broker.setHttpsHostnameVerificationEnabled(tls.verifyHost());
    }
    var component = new PahoMqtt5Component();
    component.setConfiguration(broker);
    context.addComponent(SCHEME, component);
    return new Topic(
        SCHEME + ":" + uri.address().substring(slash + 1), config.format().orElse(format()));
  }

  private record Topic(String endpoint, ChannelFormat format) implements Target {
    @Override
    public void prepare(Message message, Notice notice) {
      message.setBody(notice.body(format).getBytes(StandardCharsets.UTF_8));
    }

    /// A broker says nothing of single messages.
    @Override
    public boolean refuses(Throwable failure) {
      return false;
    }
  }
}
