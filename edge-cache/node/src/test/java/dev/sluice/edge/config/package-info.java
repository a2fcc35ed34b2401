/// Tests of the package of the same name.
@NullMarked
package dev.sluice.edge.config;

import org.jspecify.annotations.NullMarked;
