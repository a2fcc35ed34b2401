package dev.sluice.notifier.external.kind;

import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelFormat;
import dev.sluice.notifier.external.message.ChannelUri;
import dev.sluice.notifier.external.message.Notice;
import dev.sluice.program.config.SecretText;
import jakarta.mail.SendFailedException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;

/// Sends each event as a mail. A password is sent only over TLS: `smtps`, or `smtp` with a server
/// that begins TLS.
public final class Mail implements ChannelKind {
  private static final Set<String> PARAMETERS = Set.of("from", "to");

  /// Used by the registry.
  public Mail() {}

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public List<String> schemes() {
    return List.of("smtps", "smtp");
  }

  @Override
  public String syntax() {
    return "smtps://HOST[:PORT]?from=ADDRESS&to=ADDRESS[,ADDRESS…]";
  }

  @Override
  public ChannelFormat format() {
    return ChannelFormat.TEXT;
  }

  @Override
  public List<String> mistakes(ChannelConfig config) {
    ChannelUri uri = config.uri();
    return new Checks(config, PARAMETERS)
        .address(uri.address().matches("[A-Za-z0-9._-]+(:[0-9]{1,5})?"), syntax())
        .address(isAddresses(uri.find("to").orElse("")), syntax())
        .address(isAddress(uri.find("from").orElse("")), syntax())
        .require(
            "secret-file",
            config.secret().isPresent() || config.username().isEmpty(),
            "a password beside the user name")
        .require(
            "username",
            config.username().isPresent() || config.secret().isEmpty(),
            "a user name beside the password")
        .mistakes();
  }

  private static boolean isAddresses(String text) {
    return Stream.of(text.split(",", -1)).allMatch(Mail::isAddress);
  }

  private static boolean isAddress(String text) {
    return text.matches("[^\\s@<>,]{1,64}@[^\\s@<>,]{1,253}");
  }

  @Override
  public Target open(ChannelConfig config, CamelContext context) {
    ChannelUri uri = config.uri();
    var component = new MailComponent(context);
    MailConfiguration server = component.getConfiguration();
    server.setConnectionTimeout((int) Target.LIMIT.toMillis());
    config.username().ifPresent(server::setUsername);
    config.secret().map(SecretText::reveal).ifPresent(server::setPassword);
    config.tls().ifPresent(tls -> server.setSslContextParameters(new HttpReceiver.Ours(tls)));
    var properties = new Properties();
    String prefix = "mail." + uri.scheme() + ".";
    properties.put(prefix + "timeout", String.valueOf(Target.LIMIT.toMillis()));
    properties.put(prefix + "writetimeout", String.valueOf(Target.LIMIT.toMillis()));
    properties.put(prefix + "starttls.enable", "true");
    properties.put(prefix + "starttls.required", String.valueOf(config.secret().isPresent()));
    server.setAdditionalJavaMailProperties(properties);
    context.addComponent(uri.scheme(), component);
    return new Box(
        uri.scheme() + "://" + uri.address(),
        uri.find("from").orElseThrow(),
        uri.find("to").orElseThrow(),
        config.format().orElse(format()));
  }

  private record Box(String endpoint, String from, String to, ChannelFormat format)
      implements Target {
    @Override
    public void prepare(Message message, Notice notice) {
      message.setBody(notice.body(format));
      message.setHeader("From", from);
      message.setHeader("To", to);
      message.setHeader("Subject", "[Sluice] " + notice.words().title().replaceAll("\\s+", " "));
      message.setHeader(Exchange.CONTENT_TYPE, Notice.mediaType(format));
      message.setHeader("X-CloudEvents-Id", notice.id());
      message.setHeader("Auto-Submitted", "auto-generated");
    }

    @Override
    public boolean refuses(Throwable failure) {
      return failure instanceof SendFailedException;
    }
  }
}
