package dev.sluice.notifier.query;

import dev.sluice.tuf.digest.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.regex.Pattern;

/// Under which name and port the other instances reach one's API.
///
/// @param host a name or an address; one of IPv6 without brackets
public record InstanceAddress(String host, int port) implements Comparable<InstanceAddress> {
  private static final Pattern HOST = Pattern.compile("[0-9A-Za-z._-]+|[0-9A-Fa-f:.]+");
  private static final int MAX_PORT = 65_535;

  /// Of the 64 characters of a principal's name, what the kind of principal leaves.
  private static final int MAX_WORD_LENGTH = 50;

  private static final Comparator<InstanceAddress> ORDER =
      Comparator.comparing(InstanceAddress::host).thenComparing(InstanceAddress::port);

  /// Checks both.
  public InstanceAddress {
    if (!HOST.matcher(host).matches() || port < 1 || port > MAX_PORT) {
      throw refused(host + ":" + port);
    }
  }

  /// Reads `host:port`.
  ///
  /// @throws IllegalArgumentException if it is not that
  public static InstanceAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, Math.max(0, colon));
      return new InstanceAddress(
          host.replace("[", "").replace("]", ""), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException _) {
      throw refused(text);
    }
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException("expected host:port as others reach it, got " + text);
  }

  /// Where a path of its API is.
  URI uri(boolean isSecure, String path) {
    return URI.create((isSecure ? "https://" : "http://") + this + path);
  }

  /// The address as a word in the name of a principal.
  public String word() {
    String text = host.replace(':', '-') + "." + port;
    return text.length() <= MAX_WORD_LENGTH
        ? text
        : Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, MAX_WORD_LENGTH);
  }

  @Override
  public int compareTo(InstanceAddress other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
