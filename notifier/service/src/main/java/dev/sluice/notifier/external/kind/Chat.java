package dev.sluice.notifier.external.kind;

import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelFormat;
import dev.sluice.notifier.external.message.Notice;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.tls.Tls;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.PlainJson;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/// Writes plain words into a chat, by an incoming webhook as Slack, Mattermost and others take it:
/// `{"text": …}`. Whoever knows the address may write there, so its path is the secret.
public final class Chat implements ChannelKind {
  private static final String PREFIX = "slack+";

  /// Used by the registry.
  public Chat() {}

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public List<String> schemes() {
    return List.of(PREFIX + "https", PREFIX + "http");
  }

  @Override
  public String syntax() {
    return "slack+https://HOST[:PORT]";
  }

  @Override
  public ChannelFormat format() {
    return ChannelFormat.TEXT;
  }

  @Override
  public List<String> mistakes(ChannelConfig config) {
    String path = config.secret().map(SecretText::reveal).orElse("");
    return new Checks(config, Set.of())
        .address(config.uri().address().matches("[A-Za-z0-9.\\[\\]:_-]+"), syntax())
        .refuse("username", config.username(), "the path in secret-file is all it needs")
        .refuse(
            "format",
            config.format().filter(format -> format != format()),
            "a chat takes plain words")
        .require(
            "secret-file",
            path.matches("/[\\x21-\\x7e]+"),
            "the path of the incoming webhook, beginning with /")
        .mistakes();
  }

  @Override
  public Target open(ChannelConfig config, CamelContext context) {
    String host = config.uri().address();
    String scheme = config.uri().scheme().substring(PREFIX.length());
    return new Room(
        HttpReceiver.endpoint(context, config.tls().orElse(Tls.STANDARD), scheme, host),
        host,
        config.secret().orElseThrow());
  }

  private record Room(String endpoint, String host, SecretText path) implements Target {
    @Override
    public void prepare(Message message, Notice notice) {
      JsonObject body = JsonObject.builder().put("text", notice.text()).build();
      message.setBody(PlainJson.encode(body));
      message.setHeader(Exchange.CONTENT_TYPE, "application/json");
      message.setHeader(Exchange.HTTP_PATH, path.reveal());
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
