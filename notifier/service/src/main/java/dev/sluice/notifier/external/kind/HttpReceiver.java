package dev.sluice.notifier.external.kind;

import dev.sluice.program.tls.Tls;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;

/// What webhooks and chats have in common: how they are reached by HTTP, and what their answers
/// mean.
final class HttpReceiver {
  /// Answers of 400 to 499 that speak of us or of the moment, not of the message.
  private static final Set<Integer> NOT_OF_MESSAGE = Set.of(401, 403, 404, 407, 408, 425, 429);

  private HttpReceiver() {}

  /// Whether `HOST[:PORT][/PATH]` is an address.
  static boolean isAddress(String address) {
    return address.matches("[A-Za-z0-9.\\[\\]:_-]+(/[^\\s@]*)?");
  }

  /// The URI of an endpoint that posts.
  ///
  /// @param scheme http or https
  /// @param address HOST[:PORT][/PATH]
  static String endpoint(CamelContext context, Tls tls, String scheme, String address) {
    var component = new HttpComponent();
    component.setConnectTimeout(Target.LIMIT.toMillis());
    component.setResponseTimeout(Target.LIMIT.toMillis());
    component.setConnectionRequestTimeout(Target.LIMIT.toMillis());
    component.setFollowRedirects(false);
    component.setRedirectHandlingDisabled(true);
    component.setAutomaticRetriesDisabled(true);
    component.setCookieManagementDisabled(true);
    component.setSkipResponseHeaders(true);
    component.setUserAgent("Sluice");
    // With these Camel begins TLS whatever the scheme says.
    if (scheme.equals("https")) {
      component.setSslContextParameters(new Ours(tls));
    }
    if (!tls.verifyHost()) {
      component.setX509HostnameVerifier(NoopHostnameVerifier.INSTANCE);
    }
    context.addComponent(scheme, component);
    return "%s://%s?httpMethod=%s".formatted(scheme, address, HttpMethods.POST);
  }

  static boolean refuses(Throwable failure) {
    return failure instanceof HttpOperationFailedException answer
        && answer.getStatusCode() < 500
        && !NOT_OF_MESSAGE.contains(answer.getStatusCode());
  }

  /// Never the path: it may be a secret.
  static String describe(Throwable failure, String host) {
    if (failure instanceof HttpOperationFailedException answer) {
      return "%s: expected a status of 200 to 299, got %d%s"
          .formatted(
              host,
              answer.getStatusCode(),
              answer.isRedirectError() ? " (redirects are not followed)" : "");
    }
    return "%s: expected an answer, got %s".formatted(host, failure.getClass().getSimpleName());
  }

  /// Our certificates and authorities, for Camel.
  static final class Ours extends SSLContextParameters {
    private final Tls tls;

    Ours(Tls tls) {
      this.tls = tls;
    }

    @Override
    public SSLContext createSSLContext(CamelContext context) {
      return tls.context();
    }
  }
}
