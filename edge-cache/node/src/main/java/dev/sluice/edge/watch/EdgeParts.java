package dev.sluice.edge.watch;

import dev.sluice.edge.content.ContentCache;
import dev.sluice.edge.http.HttpServer;
import dev.sluice.edge.hub.HubLink;
import dev.sluice.edge.store.SliceStore;
import dev.sluice.edge.traffic.TrafficMeter;
import dev.sluice.edge.upstream.RetryingUpstream;
import dev.sluice.edge.upstream.WatchedUpstream;

/// The parts of a node that have something to tell.
public record EdgeParts(
    TrafficMeter traffic,
    SliceStore store,
    ContentCache cache,
    HttpServer server,
    WatchedUpstream upstream,
    RetryingUpstream retrying,
    HubLink link) {}
