package dev.sluice.repository;

import dev.sluice.events.ByteString;

/// A file as it was read from the store.
///
/// @param content its bytes
/// @param tag what the store calls this state of it
public record StoredFile(ByteString content, String tag) {}
