@NullMarked
package dev.sluice.delta.deflate;

import org.jspecify.annotations.NullMarked;
