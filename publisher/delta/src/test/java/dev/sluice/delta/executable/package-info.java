@NullMarked
package dev.sluice.delta.executable;

import org.jspecify.annotations.NullMarked;
