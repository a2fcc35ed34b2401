@NullMarked
package dev.sluice.diff.body;

import org.jspecify.annotations.NullMarked;
