package dev.sluice.edge.hub;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.report.NodeReported;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.trace.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Joins the broker of this node to the one of the next tier: announcements and assignments down,
/// confirmations and reports up, those of nodes among them, over one connection upstream.
///
/// It has no queue of its own. Each direction is a persistent session whose messages are
/// acknowledged only when the other broker has them (its PUBACK), so that what is on its way waits
/// on the disk of the broker it came from: confirmations survive an upstream that is away and a
/// kill of this node. What was on its way may arrive twice.
///
/// Announcements go through the [AnnouncementRelay], and are acknowledged before: it may hold them
/// back, and what upstream retains comes again with each connection.
public final class HubLink implements AutoCloseable {
  /// The principal with which the link uses its own node's broker.
  static final String LOCAL_ID = "hub-link";

  private static final Logger LOG = LoggerFactory.getLogger(HubLink.class);
  private static final Duration LOCAL_CONNECT_LIMIT = Duration.ofSeconds(20);
  private static final Duration DISCONNECT_LIMIT = Duration.ofSeconds(2);

  private final LinkState localState;
  private final LinkState upstreamState;
  private final Mqtt5AsyncClient local;
  private final Mqtt5AsyncClient upstream;
  private final AnnouncementRelay relay;
  private final ForwardingTrail trail;
  private final Deliveries deliveries = new Deliveries();
  private volatile boolean isClosed;

  private HubLink(
      MqttAddress own,
      String localSecret,
      LinkConfig config,
      AnnouncementRelay relay,
      Traces traces) {
    this.relay = relay;
    this.trail = new ForwardingTrail(traces);
    this.localState = new LinkState(own.toString());
    this.upstreamState = new LinkState(config.address().toString());
    this.local =
        MqttClients.build(
            own,
            LOCAL_ID,
            localSecret,
            List.of(
                MqttTopics.ALL_CONFIRMATIONS, MqttTopics.ALL_REPORTS, MqttTopics.ALL_NODE_REPORTS),
            localState);
    this.upstream =
        MqttClients.build(
            config.address(),
            config.requireUsername(),
            config.password().reveal(),
            List.of(MqttTopics.ALL_ANNOUNCEMENTS, MqttTopics.ALL_ASSIGNMENTS),
            upstreamState);
  }

  /// Starts the link; it keeps trying upstream for as long as it lives, and this call does not wait
  /// for it.
  ///
  /// @param broker this node's own; it must know [#localPrincipal(String)]
  /// @param host where `broker` listens
  /// @param localSecret the secret of that principal
  /// @param traces gets a span for each announcement that is passed on
  /// @throws CannotStartException if the own broker does not let the link in
  public static HubLink start(
      Broker broker,
      String host,
      String localSecret,
      LinkConfig config,
      TimestampCache timestamps,
      Traces traces) {
    var relay =
        new AnnouncementRelay(
            timestamps,
            config.refresh(),
            Thread::sleep,
            () -> ThreadLocalRandom.current().nextLong());
    var own = new MqttAddress(host, broker.port(), Optional.empty());
    var link = new HubLink(own, localSecret, config, relay, traces);
    link.start();
    return link;
  }

  /// What the link is to its own node's broker.
  public static Principal localPrincipal(String secret) {
    return Principal.of(LOCAL_ID, Principal.Kind.BRIDGE, secret);
  }

  /// Whether upstream can be reached at the moment.
  public boolean isConnected() {
    return upstream.getState().isConnected();
  }

  /// Why nothing passes between this node and the next tier at present; empty when all is well.
  public Optional<String> problem() {
    return upstreamState.problem();
  }

  /// Why the link does not reach its own broker at present; empty when all is well.
  public Optional<String> localProblem() {
    return localState.problem();
  }

  /// How often the connection upstream failed or was lost since the start.
  public long connectionFailures() {
    return upstreamState.failures();
  }

  /// How many messages are on their way and not acknowledged; more wait on the broker's disk.
  public int undelivered() {
    return deliveries.undelivered();
  }

  /// How often a message was sent again since the start.
  public long retries() {
    return deliveries.retries();
  }

  /// How many announcements wait for the metadata that they speak of.
  public int waitingAnnouncements() {
    return relay.waiting();
  }

  /// How often its limits were hit.
  public LimitHits limitHits() {
    return relay.limitHits();
  }

  /// Sends a report of this node once. Nothing keeps it for later, as the next one says it all.
  ///
  /// @return whether the next tier has it; false at once while there is no connection
  public CompletableFuture<Boolean> report(StampedEvent<NodeReported> report) {
    if (!isConnected()) {
      return CompletableFuture.completedFuture(false);
    }
    var message =
        Mqtt5Publish.builder()
            .topic(MqttTopics.report(report.event().node()))
            .payload(EventCodec.encodeStructured(report))
            .qos(MqttQos.AT_LEAST_ONCE)
            .contentType(EventCodec.STRUCTURED_CONTENT_TYPE)
            .build();
    return upstream.publish(message).handle(Deliveries::isReceived);
  }

  @Override
  public void close() {
    isClosed = true;
    deliveries.close();
    for (var client : List.of(upstream, local)) {
      try {
        client.disconnect().get(DISCONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.atDebug().setCause(e).log("link was not connected when it closed");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void start() {
    local.publishes(MqttGlobalPublishFilter.ALL, this::up, true);
    upstream.publishes(MqttGlobalPublishFilter.ALL, this::down, true);
    try {
      MqttClients.connect(local).get(LOCAL_CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new CannotStartException(
          "the hub's link must reach its own broker; it cannot (%s); see the log of the broker"
              .formatted(e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new CannotStartException("the hub's link was stopped while it started", e);
    }
    var _ =
        MqttClients.connect(upstream)
            .whenComplete(
                (_, failure) -> {
                  if (failure != null && !isClosed) {
                    LOG.atError().setCause(failure).log("link upstream was given up");
                  }
                });
  }

  /// A message of a device. Runs on the client's thread and does not block.
  private void up(Mqtt5Publish message) {
    deliveries.begin(message, upstream, false);
  }

  /// A message for devices. Called in the order of arrival; the waiting happens elsewhere.
  private void down(Mqtt5Publish message) {
    var topic = message.getTopic().toString();
    if (!(MqttTopics.parse(topic).orElse(null) instanceof MqttTopics.Announcement)) {
      deliveries.begin(message, local, true);
      return;
    }
    var number = relay.arrived(topic);
    if (message.getPayload().isEmpty()) {
      deliveries.begin(message, local, true); // nothing is retained that would come again
      return;
    }
    // Upstream retains it and sends it again at each subscription, so a kill loses nothing from
    // here. And a broker may send nothing more over a session before all that it sent is
    // acknowledged: a wave that waits for metadata would hold back its own halt.
    Deliveries.acknowledge(message);
    deliveries.execute(() -> announce(message, number, 1));
  }

  /// Forwards an announcement until it is received, unless a later one on its topic has come.
  private void announce(Mqtt5Publish message, long number, int attempt) {
    try {
      relay.relay(
          message.getTopic().toString(),
          number,
          message.getPayloadAsBytes(),
          () -> {
            var _ =
                Deliveries.send(message, local, true)
                    .whenComplete(
                        (result, failure) -> {
                          if (Deliveries.isReceived(result, failure)) {
                            trail.forwarded(message);
                          } else {
                            deliveries.later(attempt, () -> announce(message, number, attempt + 1));
                          }
                        });
          });
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closing; it comes again with the next subscription
    }
  }
}
