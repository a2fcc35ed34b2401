@NullMarked
package dev.sluice.delta.xz;

import org.jspecify.annotations.NullMarked;
