@NullMarked
package dev.sluice.diff.ext4;

import org.jspecify.annotations.NullMarked;
