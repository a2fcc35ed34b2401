/// Tests of containers.
@NullMarked
package dev.sluice.diff.view;

import org.jspecify.annotations.NullMarked;
