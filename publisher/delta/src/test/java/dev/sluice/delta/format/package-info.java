@NullMarked
package dev.sluice.delta.format;

import org.jspecify.annotations.NullMarked;
