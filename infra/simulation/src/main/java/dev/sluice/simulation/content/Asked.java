package dev.sluice.simulation.content;

import dev.sluice.cache.slice.ByteRange;

/// A request for a part of an object.
///
/// @param client who asks
/// @param path the object, without a leading slash
/// @param range which bytes; an end past the object's means up to it
/// @param cacheBypass whether what is held must be checked
public record Asked(String client, String path, ByteRange range, boolean cacheBypass) {
  /// All bytes of an object whose length is not known.
  public static final ByteRange WHOLE = new ByteRange(0, Long.MAX_VALUE);
}
