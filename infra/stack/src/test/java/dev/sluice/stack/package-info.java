/// End-to-end tests: one for each promise of the README, on the whole pipeline.
@NullMarked
package dev.sluice.stack;

import org.jspecify.annotations.NullMarked;
