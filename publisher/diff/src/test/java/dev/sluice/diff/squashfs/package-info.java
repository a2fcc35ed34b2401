@NullMarked
package dev.sluice.diff.squashfs;

import org.jspecify.annotations.NullMarked;
