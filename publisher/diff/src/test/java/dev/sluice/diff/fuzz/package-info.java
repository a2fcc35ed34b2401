/// Fuzzers of everything that reads bytes from outside: patches and containers.
///
/// Each class with a `@FuzzTest` is one target. Its seeds, and what fuzzing has found, run as
/// ordinary tests; the profile `fuzz` fuzzes all of them, two at a time
/// ([dev.sluice.testkit.FuzzCampaign]). Whatever the bytes are, only documented outcomes may come,
/// within bounds of time and memory.
@NullMarked
package dev.sluice.diff.fuzz;

import org.jspecify.annotations.NullMarked;
