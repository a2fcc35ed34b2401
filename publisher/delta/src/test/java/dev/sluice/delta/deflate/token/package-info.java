@NullMarked
package dev.sluice.delta.deflate.token;

import org.jspecify.annotations.NullMarked;
