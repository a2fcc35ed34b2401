package dev.sluice.edge.traffic;

/// What a node sent to its clients.
///
/// @param hitBytes of it, bytes that were in the cache
/// @param missBytes of it, bytes that had to be fetched for the request
/// @param egressBytes all of it
/// @param hitRatioBytes share of the hits, 0 to 1; 0 when nothing was sent
public record Served(long hitBytes, long missBytes, long egressBytes, double hitRatioBytes) {
  static Served of(long hitBytes, long missBytes) {
    var egressBytes = hitBytes + missBytes;
    return new Served(
        hitBytes, missBytes, egressBytes, egressBytes == 0 ? 0 : (double) hitBytes / egressBytes);
  }
}
