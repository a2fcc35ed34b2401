/// What the simulation may not hold.
@NullMarked
package dev.sluice.stack.architecture.offender.understudy;

import org.jspecify.annotations.NullMarked;
