package dev.sluice.edge.upstream;

/// Where a node gets its bytes from.
public sealed interface UpstreamConfig permits NextTier, S3Origin {}
