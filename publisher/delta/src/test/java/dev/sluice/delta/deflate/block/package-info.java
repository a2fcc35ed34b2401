@NullMarked
package dev.sluice.delta.deflate.block;

import org.jspecify.annotations.NullMarked;
