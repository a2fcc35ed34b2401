package dev.sluice.agent.link;

import static java.util.Objects.requireNonNullElse;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import dev.sluice.agent.log.DeviceLog;
import dev.sluice.events.ByteString;
import dev.sluice.events.EventCodec;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.port.UpdateEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/// Brings to the hub what a device has to say: the latest report, then the confirmations, oldest
/// first, on a virtual thread of its own.
///
/// A confirmation leaves the queue only when the hub has acknowledged it (QoS 1). What is not
/// acknowledged is tried again after a jittered pause, and with each connection.
final class Courier implements AutoCloseable {
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(30);
  private static final Report NOTHING = new Report(ByteString.of(new byte[0]), 0);

  private final HubLink.Hub hub;
  private final Mqtt5AsyncClient client;
  private final ConfirmationQueue queue;
  private final DeviceLog log;
  private final Consumer<UpdateEvent> events;
  private final Thread thread;

  /// Released whenever there may be something to deliver.
  private final Semaphore work = new Semaphore(0);

  /// The latest report that was not delivered yet; empty if there is none.
  private final AtomicReference<Report> report = new AtomicReference<>(NOTHING);

  private volatile boolean isClosed;

  /// @param events hears which steps the hub has
  Courier(
      HubLink.Hub hub,
      Mqtt5AsyncClient client,
      ConfirmationQueue queue,
      DeviceLog log,
      Consumer<UpdateEvent> events) {
    this.hub = hub;
    this.client = client;
    this.queue = queue;
    this.log = log;
    this.events = events;
    this.thread = Thread.ofVirtual().name("courier-" + hub.device()).unstarted(this::deliverAll);
  }

  void start() {
    thread.start();
  }

  /// There may be something to deliver, or somebody to deliver it to.
  void wake() {
    work.release();
  }

  /// Replaces a report that was not delivered yet.
  ///
  /// @param latestStep number of the latest step in it; 0 if there is none
  void report(ByteString payload, long latestStep) {
    report.set(new Report(payload, latestStep));
    work.release();
  }

  /// Ends at once; what waits in the queue goes out after the next start.
  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
  }

  /// Ends when the thread is interrupted by [#close()].
  private void deliverAll() {
    try {
      int failures = 0;
      while (!isClosed) {
        awaitWork(failures);
        failures = deliverReport() && deliverConfirmations() ? 0 : failures + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// After a failure it is tried again without being asked to.
  private void awaitWork(int failures) throws InterruptedException {
    if (failures == 0) {
      work.acquire();
    } else {
      Duration pause = HubLink.PAUSES.delayAfter(failures, ThreadLocalRandom.current());
      var _ = work.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
    var _ = work.drainPermits();
  }

  /// @return whether none is left
  private boolean deliverReport() throws InterruptedException {
    Report next = report.get();
    if (next.payload().lengthBytes() == 0) {
      return true;
    }
    byte[] payload = next.payload().bytes();
    if (deliver(MqttTopics.report(hub.device()), payload, Mqtt5UserProperties.of())
        != Delivery.TAKEN) {
      return false;
    }
    if (next.latestStep() > 0) {
      events.accept(new UpdateEvent.Reported(next.latestStep()));
    }
    return report.compareAndSet(next, NOTHING);
  }

  /// A report that waits.
  ///
  /// @param latestStep number of the latest step in it; 0 if there is none
  private record Report(ByteString payload, long latestStep) {}

  /// One that the hub refuses does not hold up those behind it.
  ///
  /// @return whether none is left
  private boolean deliverConfirmations() throws InterruptedException {
    boolean isNoneLeft = true;
    try {
      for (var next = queue.findOldest(); next.isPresent(); next = queue.findAfter(next.get())) {
        byte[] payload = next.get().payload().bytes();
        switch (deliver(MqttTopics.confirmation(hub.device()), payload, trace(payload))) {
          case TAKEN -> queue.remove(next.get());
          case UNACCEPTABLE -> putAside(next.get());
          case REFUSED -> isNoneLeft = false;
          case UNANSWERED -> {
            return false;
          }
        }
      }
      return isNoneLeft;
    } catch (IOException e) {
      log.at(Level.WARN).addKeyValue("reason", e).log("the confirmation queue cannot be read");
      return false;
    }
  }

  private void putAside(ConfirmationQueue.Entry entry) throws IOException {
    log.at(Level.WARN)
        .addKeyValue("file", queue.putAside(entry))
        .log("the hub does not accept a confirmation, it was put aside");
  }

  /// What came of a message.
  private enum Delivery {
    /// The hub has it.
    TAKEN,
    /// The hub will never take it: it says that something is wrong with the message itself.
    UNACCEPTABLE,
    /// The hub does not take it now.
    REFUSED,
    /// Nobody knows: there is no connection, or no answer in time.
    UNANSWERED
  }

  /// The trace that a waiting confirmation carries, as the message's own property, so that who
  /// passes it on need not look inside.
  private static Mqtt5UserProperties trace(byte[] payload) {
    try {
      return EventCodec.decodeStructured(Topic.CONFIRMATIONS, payload)
          .trace()
          .map(
              trace ->
                  Mqtt5UserProperties.of(Mqtt5UserProperty.of(TraceParent.NAME, trace.toString())))
          .orElse(Mqtt5UserProperties.of());
    } catch (MalformedJsonException e) {
      return Mqtt5UserProperties.of();
    }
  }

  /// What is not taken is tried again after a pause or with the next connection.
  private Delivery deliver(String topic, byte[] payload, Mqtt5UserProperties properties)
      throws InterruptedException {
    if (!client.getState().isConnected()) {
      return Delivery.UNANSWERED;
    }
    CompletableFuture<Mqtt5PublishResult> result =
        client
            .publishWith()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload(payload)
            .userProperties(properties)
            .contentType(EventCodec.STRUCTURED_CONTENT_TYPE)
            .send();
    try {
      return result
          .get(DELIVERY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .getError()
          .map(error -> refusedByHub(topic, error))
          .orElse(Delivery.TAKEN);
    } catch (ExecutionException e) {
      return refusedByHub(topic, requireNonNullElse(e.getCause(), e));
    } catch (TimeoutException e) {
      return Delivery.UNANSWERED;
    }
  }

  private Delivery refusedByHub(String topic, Throwable error) {
    Object reason =
        error instanceof Mqtt5PubAckException refusal
            ? refusal.getMqttMessage().getReasonCode()
            : error;
    if (!isClosed) {
      log.at(Level.WARN)
          .addKeyValue("topic", topic)
          .addKeyValue("reason", reason)
          .log("not delivered to the hub");
    }
    return reason instanceof Mqtt5PubAckReasonCode code ? delivery(code) : Delivery.UNANSWERED;
  }

  private static Delivery delivery(Mqtt5PubAckReasonCode code) {
    return switch (code) {
      case PAYLOAD_FORMAT_INVALID, TOPIC_NAME_INVALID -> Delivery.UNACCEPTABLE;
      case SUCCESS,
          NO_MATCHING_SUBSCRIBERS,
          UNSPECIFIED_ERROR,
          IMPLEMENTATION_SPECIFIC_ERROR,
          NOT_AUTHORIZED,
          PACKET_IDENTIFIER_IN_USE,
          QUOTA_EXCEEDED ->
          Delivery.REFUSED;
    };
  }
}
