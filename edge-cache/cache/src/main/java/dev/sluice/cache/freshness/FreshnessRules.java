package dev.sluice.cache.freshness;

import dev.sluice.cache.request.RequestDirectives;
import java.time.Duration;
import java.time.Instant;

/// When a held object may be served without asking upstream (RFC 9111 section 4, narrowed to our
/// paths).
///
/// | kind | held | request | then |
/// |---|---|---|---|
/// | any | nothing | any | fetch |
/// | immutable, root version | content | plain, any max-age | serve |
/// | immutable, root version | content | no-cache | verify |
/// | root version | absence, not older than its limit | plain | serve (404) |
/// | root version | absence, older, or no-cache | any | fetch |
/// | mutable | content not older than both max-ages | plain | serve |
/// | mutable | older content, upstream asked just now | plain | serve |
/// | mutable | any content, upstream asked just now | no-cache | verify |
/// | mutable | older content, or no-cache | any | revalidate |
///
/// "Just now" is within `askInterval`: however many clients insist, upstream is asked once per
/// interval. A time that lies in the future (the clock was set back) counts as too old.
///
/// @param mutableMaxAge age up to which a mutable object is served unasked, 60 s at most
/// @param absenceMaxAge age up to which an absence is believed, 60 s at most
/// @param askInterval shortest time between two questions about one mutable object or absence
public record FreshnessRules(Duration mutableMaxAge, Duration absenceMaxAge, Duration askInterval) {
  /// No cache of the system may keep a mutable object or an absence for longer.
  public static final Duration MAX_AGE_LIMIT = Duration.ofSeconds(60);

  /// The longest ages allowed, and at most one question a second.
  public static final FreshnessRules DEFAULT =
      new FreshnessRules(MAX_AGE_LIMIT, MAX_AGE_LIMIT, Duration.ofSeconds(1));

  public FreshnessRules {
    requireAge("mutable max-age", mutableMaxAge);
    requireAge("absence max-age", absenceMaxAge);
    requireAge("ask interval", askInterval);
  }

  /// Decides about one request.
  ///
  /// @param held what is held for `path`; [Held.Absence] is used for root versions only and counts
  ///     as nothing otherwise
  public Decision decide(ObjectPath path, Held held, RequestDirectives directives, Instant now) {
    return switch (held) {
      case Held.Nothing _ -> Decision.FETCH;
      case Held.Absence absence -> decideAbsent(path.kind(), absence, directives, now);
      case Held.Content content ->
          switch (path.kind()) {
            case IMMUTABLE, ROOT_VERSION -> directives.noCache() ? Decision.VERIFY : Decision.SERVE;
            case MUTABLE -> decideMutable(content, directives, now);
          };
    };
  }

  private Decision decideAbsent(
      ObjectKind kind, Held.Absence absence, RequestDirectives directives, Instant now) {
    var limit = directives.noCache() ? askInterval : absenceMaxAge;
    return kind == ObjectKind.ROOT_VERSION && isWithin(absence.askedAt(), limit, now)
        ? Decision.SERVE
        : Decision.FETCH;
  }

  private Decision decideMutable(Held.Content content, RequestDirectives directives, Instant now) {
    var limit =
        directives.maxAgeLimit().compareTo(mutableMaxAge) < 0
            ? directives.maxAgeLimit()
            : mutableMaxAge;
    if (!directives.noCache() && isWithin(content.bornAt(), limit, now)) {
      return Decision.SERVE;
    }
    if (isWithin(content.askedAt(), askInterval, now)) {
      return directives.noCache() ? Decision.VERIFY : Decision.SERVE;
    }
    return Decision.REVALIDATE;
  }

  private static boolean isWithin(Instant from, Duration limit, Instant now) {
    return !now.isBefore(from) && now.isBefore(from.plus(limit));
  }

  private static void requireAge(String name, Duration age) {
    if (age.isNegative() || age.compareTo(MAX_AGE_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "%s must be 0 to %s, got %s".formatted(name, MAX_AGE_LIMIT, age));
    }
  }
}
