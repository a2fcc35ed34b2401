@NullMarked
package dev.sluice.formats.deflate.block;

import org.jspecify.annotations.NullMarked;
