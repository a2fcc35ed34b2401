/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.coalescing;

import org.jspecify.annotations.NullMarked;
