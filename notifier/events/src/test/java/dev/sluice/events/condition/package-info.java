@NullMarked
package dev.sluice.events.condition;

import org.jspecify.annotations.NullMarked;
