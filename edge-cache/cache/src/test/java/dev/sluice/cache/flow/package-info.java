/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.flow;

import org.jspecify.annotations.NullMarked;
