/// What tests of every module need to be repeatable: a clock that moves only when told, and chance
/// that comes from one seed.
///
/// Start at [Property], which runs a check under many seeds and says how to repeat the one that
/// failed; [Seeded] is what it hands to the check. [VirtualClock] replaces waiting, [FaultyQueue]
/// replaces a network and [SimulatedDisk] a disk that loses what was not synced. [Faults] gives
/// each thing that may go wrong a name and a probability. [FuzzCampaign] runs the fuzz targets of a
/// module. `logback-test.xml` says how tests log.
///
/// The package refuses to know product code, so every module's tests may depend on it and no cycle
/// can arise. It is never on the class path of a shipped program.
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
