/// Runs a program: from its command line, or inside another process.
///
/// [dev.sluice.program.run.ProgramMain] is what launchers call;
/// [dev.sluice.program.run.ProgramRunner] opens health, metrics and traces around a program, in
/// its own process and in `sluice up` alike. Knows no component. Launchers' main classes and
/// `infra` use it.
@NullMarked
package dev.sluice.program.run;

import org.jspecify.annotations.NullMarked;
