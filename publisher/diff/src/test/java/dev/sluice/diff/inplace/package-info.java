/// Tests of applying in place.
@NullMarked
package dev.sluice.diff.inplace;

import org.jspecify.annotations.NullMarked;
