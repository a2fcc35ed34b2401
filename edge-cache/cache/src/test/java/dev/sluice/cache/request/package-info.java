/// Tests of the package of the same name.
@NullMarked
package dev.sluice.cache.request;

import org.jspecify.annotations.NullMarked;
