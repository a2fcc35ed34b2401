package dev.sluice.notifier.external.aws;

import dev.sluice.notifier.external.kind.ChannelKind;
import dev.sluice.notifier.external.kind.RefusedException;
import dev.sluice.notifier.external.kind.Target;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelFormat;
import dev.sluice.notifier.external.message.ChannelUri;
import dev.sluice.notifier.external.message.Notice;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.eventbridge.EventbridgeComponent;
import org.apache.camel.component.aws2.eventbridge.EventbridgeConstants;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// Puts each event on a bus of EventBridge: `source` and `detail-type` are the CloudEvent's source
/// and type, `detail` is the CloudEvent.
public final class EventBridge implements ChannelKind {
  private static final int REGION = 3;

  /// Used by the registry.
  public EventBridge() {}

  @Override
  public String name() {
    return "eventbridge";
  }

  @Override
  public List<String> schemes() {
    return List.of("eventbridge");
  }

  @Override
  public String syntax() {
    return "eventbridge:arn:aws:events:REGION:ACCOUNT:event-bus/NAME[?endpoint=https://HOST]";
  }

  @Override
  public ChannelFormat format() {
    return ChannelFormat.CLOUDEVENTS;
  }

  @Override
  public List<String> mistakes(ChannelConfig config) {
    return AwsAccess.checks(config, Set.of("endpoint"))
        .address(
            config
                .uri()
                .address()
                .matches("arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]+:event-bus/[A-Za-z0-9._-]+"),
            syntax())
        .address(AwsAccess.isEndpoint(config.uri().find("endpoint")), syntax())
        .refuse(
            "format",
            config.format().filter(format -> format != format()),
            "an event bus takes JSON")
        .mistakes();
  }

  @Override
  public Target open(ChannelConfig config, CamelContext context) {
    ChannelUri uri = config.uri();
    var component = new EventbridgeComponent(context);
    component
        .getConfiguration()
        .setEventbridgeClient(
            AwsAccess.client(
                EventBridgeClient.builder(),
                config,
                uri.address().split(":", -1)[REGION],
                uri.find("endpoint")));
    context.addComponent("aws2-eventbridge", component);
    return new Bus("aws2-eventbridge:" + uri.address() + "?operation=putEvent", uri.address());
  }

  private record Bus(String endpoint, String arn) implements Target {
    @Override
    public void prepare(Message message, Notice notice) {
      message.setBody(notice.document());
      message.setHeader(EventbridgeConstants.EVENT_SOURCE, notice.source());
      message.setHeader(EventbridgeConstants.EVENT_DETAIL_TYPE, notice.type());
      message.setHeader(EventbridgeConstants.EVENT_RESOURCES_ARN, arn);
    }

    /// The answer is 200 even if the event was not taken.
    @Override
    public void requireTaken(Message answer) throws RefusedException {
      var response = answer.getBody(PutEventsResponse.class);
      if (response != null && response.failedEntryCount() > 0) {
        throw new RefusedException(
            "expected the bus to take the event, got " + response.entries().getFirst().errorCode());
      }
    }

    @Override
    public boolean refuses(Throwable failure) {
      return AwsAccess.refuses(failure)
          || (failure instanceof RefusedException refused
              && !String.valueOf(refused.getMessage()).matches(".*(Throttl|Internal).*"));
    }
  }
}
