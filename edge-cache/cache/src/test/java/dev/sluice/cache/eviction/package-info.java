/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.eviction;

import org.jspecify.annotations.NullMarked;
