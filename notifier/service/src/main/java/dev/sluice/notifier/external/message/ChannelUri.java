package dev.sluice.notifier.external.message;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where a channel sends to: a scheme, which names the kind of channel, an address as that kind
/// has it, and parameters.
///
/// @param scheme in lower case
/// @param address what stands between the scheme and the parameters, without the slashes in front
/// @param query what stands behind the question mark, as it is written; empty without one
public record ChannelUri(String scheme, String address, String query) {
  private static final int MAX_LENGTH = 2_000;

  /// Checks that no parameter comes twice.
  public ChannelUri {
    var _ = parameters(query);
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException if it is none, or names a parameter twice
  public static ChannelUri parse(String text) {
    requireUri(text);
    int colon = text.indexOf(':');
    int question = text.indexOf('?');
    String address = text.substring(colon + 1, question < 0 ? text.length() : question);
    return new ChannelUri(
        text.substring(0, colon).toLowerCase(Locale.ROOT),
        address.replaceFirst("^//", ""),
        question < 0 ? "" : text.substring(question + 1));
  }

  private static void requireUri(String text) {
    Optional<String> scheme = Optional.empty();
    if (text.length() <= MAX_LENGTH) {
      try {
        scheme = Optional.ofNullable(URI.create(text).getScheme());
      } catch (IllegalArgumentException _) {
        // Said below, without the reason of the library.
      }
    }
    if (scheme.isEmpty() || text.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "expected a URI such as https://receiver.example/hook, got '%.100s'".formatted(text));
    }
  }

  private static Map<String, String> parameters(String query) {
    var found = new LinkedHashMap<String, String>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (found.put(name, value) != null) {
        throw new IllegalArgumentException(
            "expected parameter %s once, got it twice".formatted(name));
      }
    }
    return found;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// The parameters by name, decoded.
  public Map<String, String> parameters() {
    return parameters(query);
  }

  /// A parameter, if it is there and not empty.
  public Optional<String> find(String name) {
    return Optional.ofNullable(parameters().get(name)).filter(value -> !value.isEmpty());
  }

  /// Without parameters, and without user and password, for people.
  @Override
  public String toString() {
    String shown = address.replaceFirst("^[^/]*@", "***@");
    return scheme + ":" + (shown.startsWith("arn:") ? "" : "//") + shown;
  }
}
