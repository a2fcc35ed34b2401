/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.holding;

import org.jspecify.annotations.NullMarked;
