@NullMarked
package dev.sluice.diff.zstd;

import org.jspecify.annotations.NullMarked;
