/// Tests of the package of the same name.
@NullMarked
package dev.sluice.edge.hub;

import org.jspecify.annotations.NullMarked;
