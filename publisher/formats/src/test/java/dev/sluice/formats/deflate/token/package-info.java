@NullMarked
package dev.sluice.formats.deflate.token;

import org.jspecify.annotations.NullMarked;
