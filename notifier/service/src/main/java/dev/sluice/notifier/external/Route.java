package dev.sluice.notifier.external;

import dev.sluice.notifier.channel.RouteContexts;
import dev.sluice.notifier.external.kind.Target;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.Notice;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/// The Camel route to one receiver, in a context of its own. It tries once; who uses it decides
/// what to do about a failure. For any number of threads.
final class Route implements AutoCloseable {
  private static final String NAME = "send";
  private static final String INPUT = "direct:" + NAME + "?block=false";

  private final CamelContext context;
  private final ProducerTemplate template;
  private final Target target;

  private Route(CamelContext context, Target target) {
    this.context = context;
    this.template = context.createProducerTemplate();
    this.target = target;
  }

  /// Starts a route; it connects in the background.
  static Route start(ChannelConfig config, InstantSource clock) {
    CamelContext context = RouteContexts.create();
    var route = new Route(context, ChannelKinds.of(config, clock).open(config, context));
    try {
      context.addRoutes(route.definition());
      context.start();
      return route;
    } catch (RuntimeException e) {
      route.close();
      throw e;
    } catch (Exception e) { // Camel declares no narrower type
      route.close();
      throw new IllegalStateException("the route of channel " + config.name() + " is not valid", e);
    }
  }

  private RouteBuilder definition() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from(INPUT)
            .routeId(NAME)
            .errorHandler(noErrorHandler())
            .to(target.endpoint())
            .process(exchange -> target.requireTaken(exchange.getMessage()));
      }
    };
  }

  /// Sends once, and waits until the receiver has taken it.
  ///
  /// @return why it was not taken, if so
  Optional<Failure> send(Notice notice) {
    Optional<String> notStarted = RouteContexts.notStarted(context, NAME);
    if (notStarted.isPresent()) {
      return Optional.of(new Failure(false, notStarted.get()));
    }
    Exchange done = template.send(INPUT, exchange -> target.prepare(exchange.getMessage(), notice));
    return Optional.ofNullable(done.getException())
        .map(e -> new Failure(target.refuses(e), target.describe(e)));
  }

  /// Why a notice was not taken.
  ///
  /// @param refused whether the receiver will never take it
  /// @param reason one line, without secrets
  record Failure(boolean refused, String reason) {}

  @Override
  public void close() {
    template.stop();
    context.stop();
  }
}
