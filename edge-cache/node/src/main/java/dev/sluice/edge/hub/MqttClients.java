package dev.sluice.edge.hub;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.program.tls.Tls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// How the clients of a hub are made: reconnecting for ever with a jittered, growing delay, with
/// sessions that outlive both sides.
final class MqttClients {
  private static final RetryPolicy RECONNECT =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(250), Duration.ofSeconds(15));

  private static final int KEEP_ALIVE_SECONDS = 20;

  /// Bounds what is in flight: further messages wait on the disk of the broker.
  private static final int RECEIVE_MAXIMUM = 64;

  private MqttClients() {}

  /// @param filters subscribed to at each connection, so that retained messages come again
  /// @param state is told how the connection fares
  static Mqtt5AsyncClient build(
      MqttAddress address, String id, String secret, List<String> filters, LinkState state) {
    var client = new CompletableFuture<Mqtt5AsyncClient>();
    var builder =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(id)
            .serverHost(address.host())
            .serverPort(address.port())
            .simpleAuth()
            .username(id)
            .password(secret.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .addConnectedListener(_ -> subscribe(client.join(), filters, state))
            .addDisconnectedListener(context -> reconnect(context, state));
    client.complete(withTls(builder, address).buildAsync());
    return client.join();
  }

  static CompletableFuture<Mqtt5ConnAck> connect(Mqtt5AsyncClient client) {
    return client
        .connectWith()
        .cleanStart(false)
        .noSessionExpiry()
        .keepAlive(KEEP_ALIVE_SECONDS)
        .restrictions()
        .receiveMaximum(RECEIVE_MAXIMUM)
        .applyRestrictions()
        .send();
  }

  private static Mqtt5ClientBuilder withTls(Mqtt5ClientBuilder builder, MqttAddress address) {
    return address.tls().map(tls -> builder.sslConfig(sslConfig(tls))).orElse(builder);
  }

  /// Without a verifier of host names, the client's own applies, which is HTTPS's.
  private static MqttClientSslConfig sslConfig(Tls tls) {
    var ssl =
        MqttClientSslConfig.builder()
            .trustManagerFactory(tls.authorities().orElse(null))
            .keyManagerFactory(tls.keys().orElse(null));
    return tls.verifyHost() ? ssl.build() : ssl.hostnameVerifier((_, _) -> true).build();
  }

  private static void reconnect(MqttClientDisconnectedContext context, LinkState state) {
    if (context.getSource() == MqttDisconnectSource.USER) {
      return;
    }
    state.down(context.getCause());
    var reconnector = context.getReconnector();
    var delay =
        RECONNECT.delayAfter(
            reconnector.getAttempts() + 1, () -> ThreadLocalRandom.current().nextLong());
    reconnector.reconnect(true).delay(delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void subscribe(Mqtt5AsyncClient client, List<String> filters, LinkState state) {
    var subscriptions =
        filters.stream()
            .map(f -> Mqtt5Subscription.builder().topicFilter(f).qos(MqttQos.AT_LEAST_ONCE).build())
            .toList();
    var _ =
        client
            .subscribe(Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build())
            .whenComplete(
                (_, failure) -> {
                  if (failure == null) {
                    state.up();
                  } else {
                    state.notSubscribed(failure);
                  }
                });
  }
}
