/// Tests of applying in place.
@NullMarked
package dev.sluice.delta.inplace;

import org.jspecify.annotations.NullMarked;
