package dev.sluice.notifier.channel;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.tls.Tls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A receiving route's connection to the broker, with a session that outlives it.
///
/// Messages of one topic, and so of one device, are handed over one at a time; those of others go
/// beside them, as each waits for Kafka. A message is acknowledged only when the route is done with
/// it; the broker sends at most [#RECEIVE_MAXIMUM] ahead, so no queue grows.
/// Camel's own MQTT consumer connects before it has a callback, and what the session kept would be
/// handed out to nobody until the next connection.
final class MqttReceiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttReceiver.class);

  /// How many messages may be under way without acknowledgement.
  private static final int RECEIVE_MAXIMUM = 100;

  /// How many messages wait for Kafka side by side.
  private static final int LANES = 32;

  /// How long the broker keeps a session, and so what has come up meanwhile, without its route.
  private static final Duration SESSION_EXPIRY = Duration.ofDays(7);

  private static final Duration FIRST_RECONNECT = Duration.ofMillis(500);
  private static final Duration MAX_RECONNECT = Duration.ofSeconds(30);
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);

  /// A broker that refuses a subscription may allow it later.
  private static final Executor SUBSCRIBE_AGAIN =
      CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS);

  private final Mqtt5AsyncClient client;
  private final List<String> filters;
  private final List<ExecutorService> lanes;
  private volatile Optional<String> problem = Optional.of("not connected yet");
  private volatile boolean closed;

  private MqttReceiver(
      MqttAddress broker,
      MqttCredentials credentials,
      List<String> filters,
      Predicate<Mqtt5Publish> route) {
    this.filters = List.copyOf(filters);
    var threads = Thread.ofVirtual().name("bridge-" + credentials.clientId()).factory();
    this.lanes =
        Stream.generate(() -> Executors.newSingleThreadExecutor(threads)).limit(LANES).toList();
    this.client = client(broker, credentials);
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish -> lane(publish).execute(() -> handle(publish, route)),
        true);
  }

  private ExecutorService lane(Mqtt5Publish publish) {
    return lanes.get(Math.floorMod(publish.getTopic().toString().hashCode(), LANES));
  }

  /// Starts receiving; connects in the background, and again whenever the connection is lost.
  ///
  /// @param filters what to subscribe to, QoS 1
  /// @param route takes a message; true once it is done with it
  static MqttReceiver start(
      MqttAddress broker,
      MqttCredentials credentials,
      List<String> filters,
      Predicate<Mqtt5Publish> route) {
    var receiver = new MqttReceiver(broker, credentials, filters, route);
    var connect =
        Mqtt5Connect.builder()
            .cleanStart(false)
            .sessionExpiryInterval(SESSION_EXPIRY.toSeconds())
            .restrictions()
            .receiveMaximum(RECEIVE_MAXIMUM)
            .applyRestrictions()
            .build();
    // Its failures come to the listeners, which try again.
    var _ = receiver.client.connect(connect);
    return receiver;
  }

  /// Why it does not receive now, if so.
  Optional<String> problem() {
    return problem;
  }

  private Mqtt5AsyncClient client(MqttAddress broker, MqttCredentials credentials) {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(credentials.clientId())
        .serverHost(broker.host())
        .serverPort(broker.port())
        .sslConfig(broker.tls().map(MqttReceiver::ssl).orElse(null))
        .simpleAuth(credentials.username().map(name -> auth(name, credentials)).orElse(null))
        .automaticReconnect()
        .initialDelay(FIRST_RECONNECT.toMillis(), TimeUnit.MILLISECONDS)
        .maxDelay(MAX_RECONNECT.toMillis(), TimeUnit.MILLISECONDS)
        .applyAutomaticReconnect()
        .addConnectedListener(_ -> connected())
        .addDisconnectedListener(this::disconnected)
        .buildAsync();
  }

  private static Mqtt5SimpleAuth auth(String username, MqttCredentials credentials) {
    var auth = Mqtt5SimpleAuth.builder().username(username);
    return credentials
        .password()
        .map(secret -> auth.password(secret.reveal().getBytes(StandardCharsets.UTF_8)).build())
        .orElseGet(auth::build);
  }

  private static MqttClientSslConfig ssl(Tls tls) {
    return MqttClientSslConfig.builder()
        .keyManagerFactory(tls.keys().orElse(null))
        .trustManagerFactory(tls.authorities().orElse(null))
        .hostnameVerifier(verifier(tls).orElse(null))
        .build();
  }

  /// Absent: names are checked as HTTPS checks them.
  private static Optional<HostnameVerifier> verifier(Tls tls) {
    return tls.verifyHost() ? Optional.empty() : Optional.of((_, _) -> true);
  }

  private void disconnected(MqttClientDisconnectedContext context) {
    if (closed) {
      var _ = context.getReconnector().reconnect(false);
    } else if (context.getSource() != MqttDisconnectSource.USER) {
      lost(String.valueOf(context.getCause().getMessage()));
    }
  }

  private void connected() {
    if (closed) {
      var _ = client.disconnect();
    } else {
      subscribe();
    }
  }

  private void subscribe() {
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
                    problem = Optional.empty();
                    LOG.atInfo().addKeyValue("filters", filters).log("bridge receives");
                  } else {
                    lost("subscription failed: " + failure.getMessage());
                    SUBSCRIBE_AGAIN.execute(this::subscribeAgain);
                  }
                });
  }

  private void subscribeAgain() {
    if (!closed && client.getState().isConnected()) {
      subscribe();
    }
  }

  private void lost(String reason) {
    if (problem.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("filters", filters)
          .addKeyValue("reason", reason)
          .log("bridge lost the broker; it reconnects");
    }
    problem = Optional.of(reason);
  }

  private static void handle(Mqtt5Publish publish, Predicate<Mqtt5Publish> route) {
    if (route.test(publish)) {
      publish.acknowledge();
    }
  }

  /// Leaves the broker, which keeps the session and what was not acknowledged.
  @Override
  public void close() {
    closed = true;
    lanes.forEach(ExecutorService::shutdownNow);
    try {
      client.disconnect().get(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.atDebug().setCause(e).log("left without a connection");
    }
  }
}
