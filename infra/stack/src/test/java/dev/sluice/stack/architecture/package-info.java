/// The architecture as tests: who may use whom, what pure code may not call, how packages are
/// named, and that README.md speaks of things that exist.
///
/// Start at [Layout], the module table that every rule here reads. The rules look at compiled
/// classes where they can and at POMs and sources where classes do not tell. Each has a test that
/// it can fail, on the classes in the package `offender`.
@NullMarked
package dev.sluice.stack.architecture;

import org.jspecify.annotations.NullMarked;
