package dev.sluice.edge.hub;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the clients of a hub are made: reconnecting for ever with a jittered, growing delay, with
/// sessions that outlive both sides.
final class MqttClients {
  private static final Logger LOG = LoggerFactory.getLogger(MqttClients.class);
  private static final long FIRST_DELAY_MILLIS = 250;
  private static final long MAX_DELAY_MILLIS = 15_000;
  private static final int KEEP_ALIVE_SECONDS = 20;

  /// Bounds what is in flight: further messages wait on the disk of the broker.
  private static final int RECEIVE_MAXIMUM = 64;

  private MqttClients() {}

  /// @param filters subscribed to at each connection, so that retained messages come again
  static Mqtt5AsyncClient build(
      String host, int port, String id, String secret, List<String> filters) {
    var client = new CompletableFuture<Mqtt5AsyncClient>();
    var built =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(id)
            .serverHost(host)
            .serverPort(port)
            .simpleAuth()
            .username(id)
            .password(secret.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .automaticReconnect()
            .initialDelay(FIRST_DELAY_MILLIS, TimeUnit.MILLISECONDS)
            .maxDelay(MAX_DELAY_MILLIS, TimeUnit.MILLISECONDS)
            .applyAutomaticReconnect()
            .addConnectedListener(_ -> subscribe(client.join(), host, port, filters))
            .addDisconnectedListener(
                context ->
                    LOG.atInfo()
                        .addKeyValue("broker", host + ":" + port)
                        .addKeyValue("cause", context.getCause().getMessage())
                        .log("link is down"))
            .buildAsync();
    client.complete(built);
    return built;
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

  private static void subscribe(
      Mqtt5AsyncClient client, String host, int port, List<String> filters) {
    var subscriptions =
        filters.stream()
            .map(f -> Mqtt5Subscription.builder().topicFilter(f).qos(MqttQos.AT_LEAST_ONCE).build())
            .toList();
    var _ =
        client
            .subscribe(Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build())
            .whenComplete(
                (_, failure) -> {
                  var broker = host + ":" + port;
                  if (failure == null) {
                    LOG.atInfo().addKeyValue("broker", broker).log("link is up");
                  } else {
                    LOG.atWarn()
                        .addKeyValue("broker", broker)
                        .setCause(failure)
                        .log("link is deaf");
                  }
                });
  }
}
