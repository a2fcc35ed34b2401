/// Tests of the models.
@NullMarked
package dev.sluice.delta.coding;

import org.jspecify.annotations.NullMarked;
