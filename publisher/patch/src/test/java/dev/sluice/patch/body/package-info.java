@NullMarked
package dev.sluice.patch.body;

import org.jspecify.annotations.NullMarked;
