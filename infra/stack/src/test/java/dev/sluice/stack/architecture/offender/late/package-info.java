/// The other half of a circle.
@NullMarked
package dev.sluice.stack.architecture.offender.late;

import org.jspecify.annotations.NullMarked;
