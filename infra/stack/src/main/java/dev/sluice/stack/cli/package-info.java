/// The `sluice` command line: one class a command, and how they fail.
///
/// [dev.sluice.cli.Sluice] is the entry. Exit codes: 0 done, 1 failed, 2 usage, 3 a gate or a
/// rollout refused, 4 unreachable. Nothing depends on this package.
@NullMarked
package dev.sluice.stack.cli;

import org.jspecify.annotations.NullMarked;
