package dev.sluice.notifier.external.kind;

import dev.sluice.program.config.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs webhooks as Standard Webhooks 1.0 says: `v1,` and the HMAC-SHA256 of
/// `ID.TIMESTAMP.BODY` in Base64, one for each key.
///
/// A key `whsec_…` is Base64 behind that mark; any other text is taken as it is. While a receiver
/// changes to a new key the file has both, a line each.
final class WebhookSignature {
  private static final String MARK = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final List<SecretKeySpec> keys;

  /// @throws IllegalArgumentException if a key is not Base64 where it should be
  WebhookSignature(SecretText secret) {
    this.keys =
        secret
            .reveal()
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(WebhookSignature::key)
            .toList();
  }

  private static SecretKeySpec key(String text) {
    byte[] bytes;
    try {
      bytes =
          text.startsWith(MARK)
              ? Base64.getDecoder().decode(text.substring(MARK.length()))
              : text.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("expected Base64 behind " + MARK + ", got another text");
    }
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /// The header `webhook-signature`.
  String header(String id, Instant at, String body) {
    String signed = id + "." + at.getEpochSecond() + "." + body;
    return keys.stream().map(key -> "v1," + mac(key, signed)).collect(Collectors.joining(" "));
  }

  private static String mac(SecretKeySpec key, String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("any bytes are a key of HMAC", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
