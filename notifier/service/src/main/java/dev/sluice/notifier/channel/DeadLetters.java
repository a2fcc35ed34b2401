package dev.sluice.notifier.channel;

import dev.sluice.events.ByteString;
import dev.sluice.events.DeadLetter;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.tuf.json.MalformedJsonException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/// How the bridge's routes fail: what cannot be read goes to the dead letters at once, what cannot
/// be delivered after an hour and more of attempts.
final class DeadLetters {
  private static final int MAX_REDELIVERIES = 150;
  private static final long FIRST_DELAY_MILLIS = 200;
  private static final long MAX_DELAY_MILLIS = 30_000;
  private static final int MAX_REASON = 500;

  private DeadLetters() {}

  /// Declares it for all routes of a builder.
  ///
  /// @param from names where the bad message was, for the dead letter: topic and key
  static void declare(RouteBuilder routes, EventProducer producer, String consumer, Origin from) {
    routes
        .onException(MalformedJsonException.class, WrongTopicException.class)
        .handled(true)
        .process(exchange -> send(exchange, producer, consumer, from));
    routes
        .onException(Exception.class)
        .maximumRedeliveries(MAX_REDELIVERIES)
        .redeliveryDelay(FIRST_DELAY_MILLIS)
        .backOffMultiplier(2)
        .maximumRedeliveryDelay(MAX_DELAY_MILLIS)
        .useExponentialBackOff()
        .useCollisionAvoidance()
        .handled(true)
        .process(exchange -> send(exchange, producer, consumer, from));
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
    String reason = String.valueOf(cause.getMessage());
    producer.send(
        new DeadLetter(
            from.topic(exchange),
            from.key(exchange),
            reason.substring(0, Math.min(reason.length(), MAX_REASON)),
            consumer,
            ByteString.of(body)));
  }
}
