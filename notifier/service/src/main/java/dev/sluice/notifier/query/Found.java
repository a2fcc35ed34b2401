package dev.sluice.notifier.query;

import dev.sluice.events.ByteString;

/// What a question found: an entry of a store, or what was counted under a key.
///
/// @param value in the store's own form
public record Found(String key, ByteString value) {}
