/// Decides what a device's messages mean for its entry in the inventory, and how the entry counts.
///
/// Main types: [dev.sluice.rollout.device.DeviceRules] and
/// [dev.sluice.rollout.device.PartitionTally]. It refuses confirmations that the enrolled key did
/// not sign. Shells that own a partition of the devices depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.rollout.device;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
