package dev.sluice.notifier.external.aws;

import dev.sluice.notifier.external.kind.ChannelKind;
import dev.sluice.notifier.external.kind.Target;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelFormat;
import dev.sluice.notifier.external.message.ChannelUri;
import dev.sluice.notifier.external.message.Notice;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Puts each event into a queue of SQS, or of a server that speaks its protocol.
public final class Sqs implements ChannelKind {
  private static final String PREFIX = "sqs+";

  /// Used by the registry.
  public Sqs() {}

  @Override
  public String name() {
    return "sqs";
  }

  @Override
  public List<String> schemes() {
    return List.of(PREFIX + "https", PREFIX + "http");
  }

  @Override
  public String syntax() {
    return "sqs+https://HOST/ACCOUNT/QUEUE?region=REGION, the queue's URL with sqs+ before it"
        + " (no FIFO queue)";
  }

  @Override
  public ChannelFormat format() {
    return ChannelFormat.CLOUDEVENTS;
  }

  @Override
  public List<String> mistakes(ChannelConfig config) {
    return AwsAccess.checks(config, Set.of("region"))
        .address(
            config.uri().address().matches("[A-Za-z0-9.:_-]+/[0-9]+/[A-Za-z0-9_-]{1,80}"), syntax())
        .address(config.uri().find("region").isPresent(), syntax())
        .mistakes();
  }

  @Override
  public Target open(ChannelConfig config, CamelContext context) {
    ChannelUri uri = config.uri();
    String scheme = uri.scheme().substring(PREFIX.length());
    String server = scheme + "://" + uri.address().substring(0, uri.address().indexOf('/'));
    var component = new Sqs2Component();
    component
        .getConfiguration()
        .setAmazonSQSClient(
            AwsAccess.client(
                SqsClient.builder(),
                config,
                uri.find("region").orElseThrow(),
                Optional.of(server)));
    component.getConfiguration().setQueueUrl(scheme + "://" + uri.address());
    context.addComponent("aws2-sqs", component);
    String queue = uri.address().substring(uri.address().lastIndexOf('/') + 1);
    return new Queue("aws2-sqs:" + queue, config.format().orElse(format()));
  }

  private record Queue(String endpoint, ChannelFormat format) implements Target {
    @Override
    public void prepare(Message message, Notice notice) {
      message.setBody(notice.body(format));
    }

    @Override
    public boolean refuses(Throwable failure) {
      return AwsAccess.refuses(failure);
    }
  }
}
