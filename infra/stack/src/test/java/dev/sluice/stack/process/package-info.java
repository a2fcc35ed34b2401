/// The pipeline as an operator runs it on one machine: each program is a process of its own,
/// started
/// by its launcher from a file, against servers in the test's process.
///
/// The main type is [dev.sluice.stack.process.FiveProgramsIT]; nothing depends on it.
@NullMarked
package dev.sluice.stack.process;

import org.jspecify.annotations.NullMarked;
