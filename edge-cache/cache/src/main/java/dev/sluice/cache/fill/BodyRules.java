package dev.sluice.cache.fill;

import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What speaks against bytes as they arrive. A captive portal, a maintenance page or a proxy that
/// apologises answers 200 as well: what is kept for ever must be what its path says.
///
/// | object | bytes | refused unless |
/// |---|---|---|
/// | named by its digest | all | they have that digest |
/// | named by its digest | a part | they are no web page, or the name is that of one |
/// | metadata | all | it is a document of the role and of the version that the path names |
/// | metadata, versioned | its first part | it begins as JSON and is no web page |
/// | metadata, versioned | a further part | it is no web page |
/// | metadata, mutable | a part | never taken: it could not be replaced at once |
///
/// A look at metadata proves nothing about its signatures, which only devices check: it keeps out
/// what no device could use.
final class BodyRules {
  private static final Pattern WEB_PAGE = Pattern.compile("\\s*(text/html|application/xhtml).*");
  private static final Pattern PAGE_NAME = Pattern.compile(".*\\.x?html?");

  private BodyRules() {}

  /// Why these bytes cannot be what the path says; empty if nothing speaks against them.
  static Optional<String> objection(
      SliceKey key, ObjectFacts facts, Digest checksum, ArrivedBody body) {
    var path = key.path();
    boolean isWhole = facts.bodyLengthBytes() == facts.objectLengthBytes();
    if (path.digest().isPresent()) {
      return isWhole ? digestObjection(path, checksum) : pageObjection(path, facts);
    }
    if (isWhole) {
      return metadataObjection(path, body);
    }
    if (path.kind() == ObjectKind.MUTABLE) {
      return Optional.of(
          "%s must fit into one slice and has %d bytes, of which %d came"
              .formatted(path.value(), facts.objectLengthBytes(), facts.bodyLengthBytes()));
    }
    return pageObjection(path, facts)
        .or(() -> key.index() == 0 ? beginningObjection(path, body) : Optional.empty());
  }

  private static Optional<String> digestObjection(ObjectPath path, Digest checksum) {
    return path.digest().filter(checksum::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            "%s must have the digest that it is named by, and %s came"
                .formatted(path.value(), checksum.prefix()));
  }

  private static Optional<String> pageObjection(ObjectPath path, ObjectFacts facts) {
    boolean isPage =
        WEB_PAGE.matcher(facts.contentType().toLowerCase(Locale.ROOT)).matches()
            && !PAGE_NAME.matcher(path.value()).matches();
    return isPage
        ? Optional.of("%s must not be a web page, and one came".formatted(path.value()))
        : Optional.empty();
  }

  private static Optional<String> metadataObjection(ObjectPath path, ArrivedBody body) {
    try {
      byte[] bytes = body.bytes();
      var limits = JsonLimits.ofLength(Math.max(1, bytes.length));
      var document = StrictJson.parseObject(bytes, limits);
      var _ = document.requireArray("signatures");
      var signed = document.requireObject("signed");
      var type = signed.requireString("_type");
      long version = signed.requireLong("version");
      return path.metadata().filter(named -> named.isOf(type, version)).isPresent()
          ? Optional.empty()
          : Optional.of(
              "%s must be what it is named, and version %d of the kind '%s' came"
                  .formatted(path.value(), version, type));
    } catch (MalformedJsonException e) {
      return Optional.of(
          "%s must be metadata, and something else came: %s"
              .formatted(path.value(), e.getMessage()));
    }
  }

  private static Optional<String> beginningObjection(ObjectPath path, ArrivedBody body) {
    return new String(body.bytes(), StandardCharsets.UTF_8).stripLeading().startsWith("{")
        ? Optional.empty()
        : Optional.of("%s must begin as JSON, and something else came".formatted(path.value()));
  }
}
