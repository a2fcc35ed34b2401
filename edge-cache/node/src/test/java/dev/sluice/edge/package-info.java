/// Tests of whole edge nodes.
@NullMarked
package dev.sluice.edge;

import org.jspecify.annotations.NullMarked;
