package dev.sluice.repository.state;

import dev.sluice.events.ByteString;
import dev.sluice.tuf.metadata.Root;

/// A root that is to be believed.
///
/// @param document what it says
/// @param bytes the file as it stands in the store
public record RootFile(Root document, ByteString bytes) {}
