/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.slice;

import org.jspecify.annotations.NullMarked;
