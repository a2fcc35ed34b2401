/// What one of Sluice's programs is, so that its launcher and `sluice up` start it in the same way.
///
/// [dev.sluice.program.Program] is implemented once by each component; its configuration is a
/// record that implements
/// [dev.sluice.program.ProgramConfig], and [dev.sluice.program.Surroundings] is what it gets from
/// the process: clock, health,
/// meters, traces. Nothing here knows a component. Shells and bindings use it.
@NullMarked
package dev.sluice.program;

import org.jspecify.annotations.NullMarked;
