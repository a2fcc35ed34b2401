package dev.sluice.store;

import dev.sluice.events.ByteString;

/// A document as it was read.
///
/// @param content its bytes
/// @param entityTag which state of the object this is, for [ObjectStore#replace]
public record StoredDocument(ByteString content, String entityTag) {}
