package dev.sluice.cache.upstream;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.slice.ByteRange;

/// What to ask upstream for.
///
/// @param path the object
/// @param range the bytes; may reach past the object's end
/// @param noCache whether a cache at upstream has to check its copy before it answers
public record FetchRequest(ObjectPath path, ByteRange range, boolean noCache) {}
