package dev.sluice.notifier.external.kind;

import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelFormat;
import dev.sluice.notifier.external.message.Notice;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.tls.Tls;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/// Posts each event to a URL, signed as Standard Webhooks 1.0 says: headers `webhook-id`,
/// `webhook-timestamp`, `webhook-signature`.
public final class Webhook implements ChannelKind {
  private final InstantSource clock;

  /// @param clock gives the time that is signed
  public Webhook(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public List<String> schemes() {
    return List.of("https", "http");
  }

  @Override
  public String syntax() {
    return "https://HOST[:PORT]/PATH";
  }

  @Override
  public ChannelFormat format() {
    return ChannelFormat.CLOUDEVENTS;
  }

  @Override
  public List<String> mistakes(ChannelConfig config) {
    // Parameters are the receiver's own.
    var checks =
        new Checks(config, config.uri().parameters().keySet())
            .address(HttpReceiver.isAddress(config.uri().address()), syntax())
            .refuse("username", config.username(), "a webhook is signed with its secret")
            .require("secret-file", config.secret().isPresent(), "the key that signs webhooks");
    var mistakes = new ArrayList<>(checks.mistakes());
    config
        .secret()
        .ifPresent(
            secret -> {
              try {
                var _ = new WebhookSignature(secret);
              } catch (IllegalArgumentException e) {
                mistakes.add("secret-file: " + e.getMessage());
              }
            });
    return mistakes;
  }

  @Override
  public Target open(ChannelConfig config, CamelContext context) {
    var uri = config.uri();
    String endpoint =
        HttpReceiver.endpoint(
            context, config.tls().orElse(Tls.STANDARD), uri.scheme(), uri.address());
    SecretText secret = config.secret().orElseThrow();
    return new Hook(
        endpoint,
        uri.address().replaceFirst("/.*", ""),
        uri.query(),
        config.format().orElse(format()),
        new WebhookSignature(secret),
        clock);
  }

  private record Hook(
      String endpoint,
      String host,
      String query,
      ChannelFormat format,
      WebhookSignature signature,
      InstantSource clock)
      implements Target {
    @Override
    public void prepare(Message message, Notice notice) {
      String body = notice.body(format);
      Instant now = clock.instant();
      message.setBody(body.getBytes(StandardCharsets.UTF_8));
      message.setHeader(Exchange.CONTENT_TYPE, Notice.mediaType(format));
      if (!query.isEmpty()) {
        message.setHeader(Exchange.HTTP_QUERY, query);
      }
      message.setHeader("webhook-id", notice.id());
      message.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
      message.setHeader("webhook-signature", signature.header(notice.id(), now, body));
    }

    @Override
    public boolean refuses(Throwable failure) {
      return HttpReceiver.refuses(failure);
    }

    @Override
    public String describe(Throwable failure) {
      return HttpReceiver.describe(failure, host);
    }
  }
}
