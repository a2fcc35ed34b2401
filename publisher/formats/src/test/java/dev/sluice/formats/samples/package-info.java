/// Streams made by the real tools, seeded files, and what tests of all formats do with them; the
/// patcher's and the differ's tests use them too.
@NullMarked
package dev.sluice.formats.samples;

import org.jspecify.annotations.NullMarked;
