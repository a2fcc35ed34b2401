/// Tests of the command line, run in this process.
@NullMarked
package dev.sluice.stack.cli;

import org.jspecify.annotations.NullMarked;
