/// One half of a circle; also a contract that uses a shell.
@NullMarked
package dev.sluice.stack.architecture.offender.early;

import org.jspecify.annotations.NullMarked;
