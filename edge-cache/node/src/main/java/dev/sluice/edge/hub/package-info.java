/// The device side of an edge node: an MQTT 5 broker for its devices, and one link upstream.
///
/// The main types are [dev.sluice.edge.hub.Broker] and [dev.sluice.edge.hub.HubLink]. It reads
/// announcements only to know which metadata to wait for; it trusts none of them. The node and
/// `infra/stack` depend on it.
@NullMarked
package dev.sluice.edge.hub;

import org.jspecify.annotations.NullMarked;
