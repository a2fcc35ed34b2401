package dev.sluice.notifier.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A receiving route's connection to the broker, with a session that outlives it.
///
/// Camel's own client connects before it has a callback, and what the session kept would be handed
/// out to nobody until the next connection. This one connects when Camel subscribes, which is after
/// that. Messages are acknowledged only when the route is done with them.
final class SessionClient extends MqttClient {
  private static final Logger LOG = LoggerFactory.getLogger(SessionClient.class);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final MqttConnectionOptions options = new MqttConnectionOptions();

  SessionClient(BridgeConfig config, MqttCredentials credentials) throws MqttException {
    super(MqttEndpoints.brokerUri(config), credentials.id(), new MemoryPersistence());
    options.setUserName(credentials.id());
    options.setPassword(credentials.secret().getBytes(StandardCharsets.UTF_8));
    options.setCleanStart(false);
    options.setSessionExpiryInterval(MqttEndpoints.SESSION_EXPIRY_SECONDS);
    options.setReceiveMaximum(MqttEndpoints.RECEIVE_MAXIMUM);
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(MqttEndpoints.MAX_RECONNECT_DELAY_MILLIS);
    setManualAcks(true);
    setTimeToWait(ANSWER_LIMIT.toMillis());
  }

  @Override
  public IMqttToken subscribe(String filter, int qos) throws MqttException {
    if (!isConnected()) {
      connect(options);
    }
    return super.subscribe(filter, qos);
  }

  /// Leaves the broker, which keeps the session.
  void leave() {
    try {
      if (isConnected()) {
        disconnect();
      }
      close(true);
    } catch (MqttException e) {
      LOG.atWarn().addKeyValue("client", getClientId()).setCause(e).log("did not leave cleanly");
    }
  }
}
