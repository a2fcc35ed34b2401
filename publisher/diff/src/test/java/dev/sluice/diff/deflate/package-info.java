@NullMarked
package dev.sluice.diff.deflate;

import org.jspecify.annotations.NullMarked;
