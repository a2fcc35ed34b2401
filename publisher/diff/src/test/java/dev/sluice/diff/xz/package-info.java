@NullMarked
package dev.sluice.diff.xz;

import org.jspecify.annotations.NullMarked;
