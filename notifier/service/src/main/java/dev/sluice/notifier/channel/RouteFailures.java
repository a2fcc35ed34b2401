package dev.sluice.notifier.channel;

import dev.sluice.kafka.DeadLetters;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/// How the bridge's routes fail: what cannot be read goes to the dead letters at once; what cannot
/// be delivered is tried again without end, since a peer that is away says nothing of the message.
final class RouteFailures {
  private static final int WITHOUT_END = -1;
  private static final RetryPolicy RETRIES =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(200), Duration.ofSeconds(30));

  private RouteFailures() {}

  /// Declares it for all routes of a builder.
  ///
  /// @param from names where the bad message was, for the dead letter: topic and key
  static void declare(
      RouteBuilder routes,
      EventProducer producer,
      String consumer,
      Origin from,
      RouteHealth health) {
    routes
        .onException(MalformedJsonException.class, WrongTopicException.class)
        .handled(true)
        .process(exchange -> send(exchange, producer, consumer, from));
    routes
        .onException(Exception.class)
        .maximumRedeliveries(WITHOUT_END)
        .redeliveryDelay(RETRIES.firstDelay().toMillis())
        .backOffMultiplier(2)
        .maximumRedeliveryDelay(RETRIES.maxDelay().toMillis())
        .useExponentialBackOff()
        .useCollisionAvoidance()
        .onRedelivery(exchange -> retrying(exchange, health));
  }

  private static void retrying(Exchange exchange, RouteHealth health) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    health.retrying(exchange.getFromRouteId(), String.valueOf(cause.getMessage()));
  }

  /// Where a message came from.
  interface Origin {
    String topic(Exchange exchange);

    String key(Exchange exchange);
  }

  private static void send(Exchange exchange, EventProducer producer, String consumer, Origin from)
      throws UndeliveredEventException {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    byte[] body = exchange.getUnitOfWork().getOriginalInMessage().getBody(byte[].class);
    producer.send(
        DeadLetters.letter(
            from.topic(exchange),
            from.key(exchange),
            String.valueOf(cause.getMessage()),
            consumer,
            body));
  }
}
