/// How often and after which pauses something that failed is tried again: the one rule for every
/// loop that retries.
///
/// [dev.sluice.program.retry.RetryPolicy] only computes pauses; who waits owns the thread. Shells
/// and bindings use it.
@NullMarked
package dev.sluice.program.retry;

import org.jspecify.annotations.NullMarked;
