package dev.sluice.edge.hub;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.sluice.program.retry.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages on their way from one broker to another. Each is sent until it is received, for as long
/// as the link lives: the session of its sender keeps it meanwhile, and [#undelivered()] shows it.
/// Safe for many threads.
final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  /// For a message that a broker did not take.
  private static final RetryPolicy RESEND =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(400), Duration.ofSeconds(10));

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger undelivered = new AtomicInteger();
  private final LongAdder retries = new LongAdder();
  private volatile boolean isClosed;

  /// How many messages are on their way and not acknowledged.
  int undelivered() {
    return undelivered.get();
  }

  /// How often a message was sent again.
  long retries() {
    return retries.sum();
  }

  /// Nothing is sent again from now on; what is not acknowledged comes again to the next link.
  @Override
  public void close() {
    isClosed = true;
    workers.shutdownNow();
  }

  /// Passes a message on: it is acknowledged to its sender once the receiver has it.
  ///
  /// @param retain whether the receiver keeps it for those who subscribe later
  void begin(Mqtt5Publish message, Mqtt5AsyncClient receiver, boolean retain) {
    undelivered.incrementAndGet();
    deliver(message, receiver, retain, 1);
  }

  /// Sends until it is received, and only then acknowledges. Ends with success, or when the link
  /// closes: what is not acknowledged comes again then.
  private void deliver(
      Mqtt5Publish message, Mqtt5AsyncClient receiver, boolean retain, int attempt) {
    var _ =
        send(message, receiver, retain)
            .whenComplete(
                (result, failure) -> {
                  if (isReceived(result, failure)) {
                    undelivered.decrementAndGet();
                    acknowledge(message);
                  } else {
                    later(attempt, () -> deliver(message, receiver, retain, attempt + 1));
                  }
                });
  }

  /// Sends a message once, as it came.
  static CompletableFuture<Mqtt5PublishResult> send(
      Mqtt5Publish message, Mqtt5AsyncClient receiver, boolean retain) {
    return receiver.publish(
        Mqtt5Publish.builder()
            .topic(message.getTopic())
            .payload(message.getPayloadAsBytes())
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(retain)
            .contentType(message.getContentType().orElse(null))
            // Whose trace a message belongs to, among others.
            .userProperties(message.getUserProperties())
            .build());
  }

  /// Whether the receiver has acknowledged it.
  static boolean isReceived(@Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
    var cause = causeOf(result, failure);
    if (cause != null) {
      LOG.atDebug().setCause(cause).log("message not delivered, trying again");
    }
    return cause == null;
  }

  private static @Nullable Throwable causeOf(
      @Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
    if (failure != null) {
      return failure;
    }
    return result == null ? null : result.getError().orElse(null);
  }

  /// Does it after a pause, unless the link closes before.
  ///
  /// @param attempt which attempt failed, from 1
  void later(int attempt, Runnable work) {
    if (isClosed) {
      return;
    }
    retries.increment();
    var delay = RESEND.delayAfter(attempt, () -> ThreadLocalRandom.current().nextLong());
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, this::execute)
        .execute(work);
  }

  /// Does it on a thread of its own.
  void execute(Runnable work) {
    try {
      workers.execute(work);
    } catch (RejectedExecutionException _) {
      LOG.atDebug().log("link is closing; the sender keeps the message");
    }
  }

  /// Tells the sender that it need not keep the message any longer.
  static void acknowledge(Mqtt5Publish message) {
    try {
      message.acknowledge();
    } catch (IllegalStateException e) {
      LOG.atDebug().setCause(e).log("message was acknowledged before");
    }
  }
}
