@NullMarked
package dev.sluice.delta.squashfs;

import org.jspecify.annotations.NullMarked;
