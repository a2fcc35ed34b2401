package dev.sluice.cache.flow;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RequestDirectives;

/// What one reader asks for.
///
/// @param path the object
/// @param range what of it the reader wants
/// @param directives what the reader says about caches
public record ObjectRequest(ObjectPath path, RangeHeader range, RequestDirectives directives) {}
