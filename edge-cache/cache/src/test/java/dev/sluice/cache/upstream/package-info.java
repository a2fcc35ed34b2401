/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.upstream;

import org.jspecify.annotations.NullMarked;
