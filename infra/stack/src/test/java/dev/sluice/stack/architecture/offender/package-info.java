/// Breaks every rule of the parent package on purpose, so that each rule is seen to fail.
@NullMarked
package dev.sluice.stack.architecture.offender;

import org.jspecify.annotations.NullMarked;
