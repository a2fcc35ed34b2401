package dev.sluice.agent.link;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.sluice.agent.log.DeviceLog;
import dev.sluice.events.ByteString;
import dev.sluice.events.EventCodec;
import dev.sluice.events.Topic;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.device.DeviceId;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.program.tls.Tls;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.port.UpdateEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/// The device's MQTT 5 session with its hub.
///
/// The session outlives connections for a week, and a lost connection is made again with a jittered
/// pause. What the device has to say goes out through a [Courier]. All links of a process share the
/// MQTT client's event loops.
public final class HubLink implements AutoCloseable {
  private static final Duration SESSION_LIFE = Duration.ofDays(7);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /// Between attempts to connect, and to deliver.
  static final RetryPolicy PAUSES =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(500), Duration.ofSeconds(30));
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Hub hub;
  private final DeviceLog log;
  private final Consumer<UpdateEvent> events;
  private final Mqtt5AsyncClient client;
  private final Courier courier;
  private final Takeovers takeovers = new Takeovers();

  private volatile boolean isClosed;
  private volatile boolean isLossKnown;

  private HubLink(Hub hub, ConfirmationQueue queue, DeviceLog log, Consumer<UpdateEvent> events) {
    this.hub = hub;
    this.log = log;
    this.events = events;
    this.client = client(hub);
    this.courier = new Courier(hub, client, queue, log, events);
  }

  /// Where the hub is and as whom the device speaks.
  ///
  /// @param address where the hub listens
  /// @param device user name and client id
  /// @param secret password
  /// @param product whose announcements it hears
  public record Hub(MqttAddress address, DeviceId device, SecretText secret, ProductName product) {
    /// HOST:PORT.
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /// Starts connecting, and goes on for ever.
  ///
  /// @param events receives what the hub says; must not block
  public static HubLink start(
      Hub hub, ConfirmationQueue queue, DeviceLog log, Consumer<UpdateEvent> events) {
    var link = new HubLink(hub, queue, log, events);
    link.courier.start();
    link.connect();
    return link;
  }

  private Mqtt5AsyncClient client(Hub to) {
    var builder =
        Mqtt5Client.builder()
            .identifier(to.device().value())
            .serverHost(to.address().host())
            .serverPort(to.address().port());
    var secured = to.address().tls().map(tls -> builder.sslConfig(ssl(tls))).orElse(builder);
    return secured
        .simpleAuth()
        .username(to.device().value())
        .password(to.secret().reveal().getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .addConnectedListener(_ -> connected())
        .addDisconnectedListener(this::disconnected)
        .buildAsync();
  }

  private static MqttClientSslConfig ssl(Tls tls) {
    var ssl =
        MqttClientSslConfig.builder()
            .trustManagerFactory(tls.authorities().orElse(null))
            .keyManagerFactory(tls.keys().orElse(null));
    return tls.verifyHost() ? ssl.build() : ssl.hostnameVerifier((_, _) -> true).build();
  }

  private void connect() {
    client.publishes(MqttGlobalPublishFilter.ALL, this::received);
    var _ =
        client
            .connectWith()
            .cleanStart(false)
            .sessionExpiryInterval(SESSION_LIFE.toSeconds())
            .keepAlive((int) KEEP_ALIVE.toSeconds())
            .send();
  }

  private void connected() {
    if (isClosed) {
      var _ = client.disconnect();
      return;
    }
    log.at(hasTwin() ? Level.DEBUG : Level.INFO)
        .addKeyValue("hub", hub)
        .log("connected to the hub");
    takeovers.connected(System.nanoTime());
    isLossKnown = hasTwin(); // whose coming and going is no news
    subscribe(MqttTopics.announcements(hub.product()));
    subscribe(MqttTopics.assignment(hub.device()));
    events.accept(new UpdateEvent.Connected());
    courier.wake();
  }

  /// Made on every connection: it does no harm, and brings the retained announcements again.
  private void subscribe(String filter) {
    var _ =
        client
            .subscribeWith()
            .topicFilter(filter)
            .qos(MqttQos.AT_LEAST_ONCE)
            .send()
            .whenComplete(
                (_, failure) -> {
                  if (failure != null && !isClosed) {
                    log.at(Level.WARN)
                        .addKeyValue("filter", filter)
                        .addKeyValue("reason", LinkFailure.reason(failure))
                        .log("subscription refused; no announcements arrive");
                  }
                });
  }

  private void disconnected(MqttClientDisconnectedContext context) {
    if (isClosed) {
      context.getReconnector().reconnect(false);
      return;
    }
    Duration pause =
        isTakenOver(context.getCause())
            ? takenOver()
            : PAUSES.delayAfter(
                context.getReconnector().getAttempts() + 1, ThreadLocalRandom.current());
    context.getReconnector().reconnect(true).delay(pause.toMillis(), TimeUnit.MILLISECONDS);
    if (!isLossKnown) {
      isLossKnown = true;
      log.at(Level.WARN)
          .addKeyValue("hub", hub)
          .addKeyValue("reason", LinkFailure.reason(context.getCause()))
          .log("no connection to the hub, trying again");
    }
  }

  private static boolean isTakenOver(Throwable cause) {
    return cause instanceof Mqtt5DisconnectException told
        && told.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER;
  }

  private Duration takenOver() {
    Duration pause = takeovers.taken(System.nanoTime(), ThreadLocalRandom.current());
    isLossKnown = true;
    if (takeovers.isFirst()) {
      log.at(Level.ERROR)
          .addKeyValue("hub", hub)
          .addKeyValue("client", hub.device())
          .log("another client uses the identity of this device; enrol one of the two anew");
    }
    return pause;
  }

  /// Whether another client takes the session.
  private boolean hasTwin() {
    return takeovers.isTwinKnown(System.nanoTime());
  }

  private void received(Mqtt5Publish publish) {
    String topic = publish.getTopic().toString();
    if (topic.equals(MqttTopics.assignment(hub.device()))) {
      log.at(Level.INFO).log("assignment received; tags come from the configuration");
      return;
    }
    try {
      byte[] payload = publish.getPayloadAsBytes();
      var stamped = EventCodec.decodeStructured(Topic.ANNOUNCEMENTS, payload);
      switch (stamped.event()) {
        case WaveAnnounced wave -> events.accept(new UpdateEvent.Announced(wave, stamped.trace()));
        case RolloutHalted halted -> events.accept(new UpdateEvent.HaltAnnounced(halted));
      }
    } catch (MalformedJsonException e) {
      refused(topic, "%s: expected %s, got %s".formatted(e.path(), e.expected(), e.received()));
    }
  }

  private void refused(String topic, String reason) {
    log.at(Level.WARN)
        .addKeyValue("topic", topic)
        .addKeyValue("reason", DeviceLog.outside(reason))
        .log("refused announcement");
  }

  /// Delivers what waits in the queue, and what is added while there is no connection.
  public void wake() {
    courier.wake();
  }

  /// Delivers a report as soon as there is a connection; it replaces one that was not delivered
  /// yet. Once the hub has it, the machine hears so.
  ///
  /// @param latestStep number of the latest step in it; 0 if there is none
  public void report(ByteString payload, long latestStep) {
    courier.report(payload, latestStep);
  }

  /// Whether there is a connection now.
  public boolean isConnected() {
    return client.getState().isConnected();
  }

  /// What a person should know of the link now; empty if it is up and this device's alone.
  public Optional<String> findProblem() {
    if (hasTwin()) {
      return Optional.of("another client uses the identity of this device at " + hub);
    }
    return isConnected() ? Optional.empty() : Optional.of("no connection to the hub at " + hub);
  }

  /// Ends the connection, but not the session: the hub keeps what comes meanwhile.
  @Override
  public void close() {
    isClosed = true;
    courier.close();
    if (!client.getState().isConnected()) {
      return; // The next attempt finds the link closed.
    }
    try {
      client.disconnectWith().send().get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.at(Level.DEBUG).addKeyValue("reason", e).log("the connection was lost already");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
