@NullMarked
package dev.sluice.delta.lz4;

import org.jspecify.annotations.NullMarked;
