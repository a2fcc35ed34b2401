/// Decides what a device's messages mean for its entry in the inventory, and how the entry counts.
///
/// The main type is [dev.sluice.rollout.device.DevicePartition], around
/// [dev.sluice.rollout.device.DeviceRules] and [dev.sluice.rollout.device.PartitionTally]; where it
/// keeps things is a [dev.sluice.rollout.device.PartitionStore] of the shell. It refuses
/// confirmations that the enrolled key did
/// not sign. Shells that own a partition of the devices depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.rollout.device;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
