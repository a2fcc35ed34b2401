/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.freshness;

import org.jspecify.annotations.NullMarked;
