/// Tests of the models.
@NullMarked
package dev.sluice.diff.coding;

import org.jspecify.annotations.NullMarked;
