/// The pipeline as an operator runs it on one machine: each program is a process that its launcher
/// starts from a file, against servers in the test's process; and the launchers alone.
///
/// The main types are [dev.sluice.stack.process.FiveProgramsIT] and
/// [dev.sluice.stack.process.Site], which the suite in containers uses too.
@NullMarked
package dev.sluice.stack.process;

import org.jspecify.annotations.NullMarked;
