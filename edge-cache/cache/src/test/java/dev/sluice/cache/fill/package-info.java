/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.fill;

import org.jspecify.annotations.NullMarked;
