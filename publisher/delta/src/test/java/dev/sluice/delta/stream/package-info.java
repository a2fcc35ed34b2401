@NullMarked
package dev.sluice.delta.stream;

import org.jspecify.annotations.NullMarked;
