@NullMarked
package dev.sluice.delta.zstd;

import org.jspecify.annotations.NullMarked;
