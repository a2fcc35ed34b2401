/// How the demo shows itself.
@NullMarked
package dev.sluice.stack.demo;

import org.jspecify.annotations.NullMarked;
