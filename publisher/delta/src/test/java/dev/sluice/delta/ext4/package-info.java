@NullMarked
package dev.sluice.delta.ext4;

import org.jspecify.annotations.NullMarked;
