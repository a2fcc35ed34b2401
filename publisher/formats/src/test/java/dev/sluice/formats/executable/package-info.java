@NullMarked
package dev.sluice.formats.executable;

import org.jspecify.annotations.NullMarked;
