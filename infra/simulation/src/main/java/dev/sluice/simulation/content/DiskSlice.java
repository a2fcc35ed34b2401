package dev.sluice.simulation.content;

import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.events.ByteString;
import dev.sluice.tuf.digest.Digest;
import java.time.Instant;

/// A slice on the disk of an edge node.
///
/// @param checksum as the node recorded it
/// @param received the bytes as they came, which only those who judge the node look at
record DiskSlice(
    SliceKey key,
    long objectLengthBytes,
    String contentType,
    Instant bornAt,
    long lengthBytes,
    Digest checksum,
    ByteString received)
    implements HeldSlice {}
