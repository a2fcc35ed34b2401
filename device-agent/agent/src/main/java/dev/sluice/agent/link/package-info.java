/// MQTT to the hub: announcements in, confirmations and reports out.
///
/// Main type: [dev.sluice.agent.link.HubLink]; [dev.sluice.agent.link.ConfirmationQueue] keeps
/// confirmations on disk until the hub has them, and [dev.sluice.agent.link.DeviceKey] signs them.
/// It refuses to give announcements any authority: they are hints. Only the agent may depend on it,
/// and infra for the key.
@NullMarked
package dev.sluice.agent.link;

import org.jspecify.annotations.NullMarked;
