/// Tests of the matcher.
@NullMarked
package dev.sluice.diff.match;

import org.jspecify.annotations.NullMarked;
