@NullMarked
package dev.sluice.diff.deflate.token;

import org.jspecify.annotations.NullMarked;
