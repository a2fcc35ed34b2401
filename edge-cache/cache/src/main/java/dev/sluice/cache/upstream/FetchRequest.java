package dev.sluice.cache.upstream;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.slice.ByteRange;

/// What to ask upstream for.
///
/// @param path the object
/// @param range the bytes; may reach past the object's end
/// @param noCache whether a cache at upstream has to check its copy before it answers
/// @param validator of the object whose first part is here: the range is of no use if it has
///     changed; or [ObjectFacts#NO_VALIDATOR]
public record FetchRequest(ObjectPath path, ByteRange range, boolean noCache, String validator) {
  /// Without a condition.
  public FetchRequest(ObjectPath path, ByteRange range, boolean noCache) {
    this(path, range, noCache, ObjectFacts.NO_VALIDATOR);
  }

  /// Whether the range is to follow a part that is here.
  public boolean isConditional() {
    return !validator.isEmpty();
  }
}
