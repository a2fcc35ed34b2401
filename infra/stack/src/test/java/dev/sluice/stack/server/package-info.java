/// Tests of the servers that the stack embeds.
@NullMarked
package dev.sluice.stack.server;

import org.jspecify.annotations.NullMarked;
