@NullMarked
package dev.sluice.diff.lz4;

import org.jspecify.annotations.NullMarked;
