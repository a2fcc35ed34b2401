/// Tests of the package of the same name.
@NullMarked
package dev.sluice.edge.http;

import org.jspecify.annotations.NullMarked;
