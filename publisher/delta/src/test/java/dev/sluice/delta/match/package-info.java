/// Tests of the matcher.
@NullMarked
package dev.sluice.delta.match;

import org.jspecify.annotations.NullMarked;
