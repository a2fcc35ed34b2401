/// Tests of the package of the same name.
@NullMarked
package dev.sluice.edge.store;

import org.jspecify.annotations.NullMarked;
