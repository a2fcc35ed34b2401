/// Starting in any order: a program waits for what it depends on, and says for what.
///
/// [dev.sluice.program.start.Peers] tries until a peer answers or the limit is over. It never waits
/// without a bound. Shells and bindings use it.
@NullMarked
package dev.sluice.program.start;

import org.jspecify.annotations.NullMarked;
