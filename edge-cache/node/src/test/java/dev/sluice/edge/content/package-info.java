/// Tests of the package of the same name.
@NullMarked
package dev.sluice.edge.content;

import org.jspecify.annotations.NullMarked;
