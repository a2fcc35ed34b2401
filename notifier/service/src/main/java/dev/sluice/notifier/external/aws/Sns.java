package dev.sluice.notifier.external.aws;

import dev.sluice.notifier.external.kind.ChannelKind;
import dev.sluice.notifier.external.kind.Target;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelFormat;
import dev.sluice.notifier.external.message.ChannelUri;
import dev.sluice.notifier.external.message.Notice;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.sns.Sns2Component;
import org.apache.camel.component.aws2.sns.Sns2Constants;
import software.amazon.awssdk.services.sns.SnsClient;

/// Publishes each event on a topic of SNS; its subject is the event's title.
public final class Sns implements ChannelKind {
  private static final int MAX_SUBJECT_LENGTH = 99;
  private static final int REGION = 3;

  /// Used by the registry.
  public Sns() {}

  @Override
  public String name() {
    return "sns";
  }

  @Override
  public List<String> schemes() {
    return List.of("sns");
  }

  @Override
  public String syntax() {
    return "sns:arn:aws:sns:REGION:ACCOUNT:TOPIC[?endpoint=https://HOST] (no FIFO topic)";
  }

  @Override
  public ChannelFormat format() {
    return ChannelFormat.CLOUDEVENTS;
  }

  @Override
  public List<String> mistakes(ChannelConfig config) {
    return AwsAccess.checks(config, Set.of("endpoint"))
        .address(
            config.uri().address().matches("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]+:[A-Za-z0-9_-]+"),
            syntax())
        .address(AwsAccess.isEndpoint(config.uri().find("endpoint")), syntax())
        .mistakes();
  }

  @Override
  public Target open(ChannelConfig config, CamelContext context) {
    ChannelUri uri = config.uri();
    var component = new Sns2Component();
    component
        .getConfiguration()
        .setAmazonSNSClient(
            AwsAccess.client(
                SnsClient.builder(),
                config,
                uri.address().split(":", -1)[REGION],
                uri.find("endpoint")));
    context.addComponent("aws2-sns", component);
    return new Topic("aws2-sns:" + uri.address(), config.format().orElse(format()));
  }

  private record Topic(String endpoint, ChannelFormat format) implements Target {
    @Override
    public void prepare(Message message, Notice notice) {
      message.setBody(notice.body(format));
      message.setHeader(Sns2Constants.SUBJECT, subject(notice.words().title()));
    }

    /// SNS takes ASCII in one line.
    private static String subject(String title) {
      String ascii = title.replaceAll("[^\\x20-\\x7e]", "?");
      return ascii.substring(0, Math.min(ascii.length(), MAX_SUBJECT_LENGTH));
    }

    @Override
    public boolean refuses(Throwable failure) {
      return AwsAccess.refuses(failure);
    }
  }
}
