/// Tests of containers.
@NullMarked
package dev.sluice.delta.container;

import org.jspecify.annotations.NullMarked;
