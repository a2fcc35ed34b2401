/// Tests of the package of the same name.
@NullMarked
package dev.sluice.edge.upstream;

import org.jspecify.annotations.NullMarked;
