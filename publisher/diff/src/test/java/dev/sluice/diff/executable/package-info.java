@NullMarked
package dev.sluice.diff.executable;

import org.jspecify.annotations.NullMarked;
