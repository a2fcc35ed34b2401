@NullMarked
package dev.sluice.formats.zstd;

import org.jspecify.annotations.NullMarked;
