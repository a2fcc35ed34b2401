@NullMarked
package dev.sluice.delta;

import org.jspecify.annotations.NullMarked;
