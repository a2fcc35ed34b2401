/// The `sluice` command line: whatever commands are on the class path, under one name.
///
/// Main type: [dev.sluice.cli.Sluice]. Commands belong to the component that they command and are
/// found through [dev.sluice.program.remote.Commands]; it refuses to know any of them. Launchers
/// depend on it.
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
