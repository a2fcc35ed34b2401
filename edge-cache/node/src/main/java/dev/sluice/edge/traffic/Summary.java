package dev.sluice.edge.traffic;

/// The figures of a node since it started; bodies only.
///
/// @param lifetime since the start
/// @param last15s the last 15 seconds
/// @param upstreamBytes bytes received from upstream, timestamp included
/// @param upstreamRequests requests sent upstream, timestamp included
/// @param upstreamTimestampBytes of them, for `metadata/timestamp.json`, which is polled with the
///     time, not with releases
/// @param upstreamTimestampRequests of them, for `metadata/timestamp.json`
public record Summary(
    Served lifetime,
    Served last15s,
    long upstreamBytes,
    long upstreamRequests,
    long upstreamTimestampBytes,
    long upstreamTimestampRequests) {}
