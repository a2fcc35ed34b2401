/// The notifier as a service: what others start, order and look at.
///
/// Main type: [dev.sluice.notifier.Notifier]. [dev.sluice.notifier.RolloutCommands] and
/// [dev.sluice.notifier.DeviceEnrolment] send what people order, [dev.sluice.notifier.RolloutView]
/// shows what became of it. It refuses to answer from its own memory what the topics do not say.
/// Programs and `infra/stack` may depend on it.
@NullMarked
package dev.sluice.notifier;

import org.jspecify.annotations.NullMarked;
