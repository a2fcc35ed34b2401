@NullMarked
package dev.sluice.patch.view;

import org.jspecify.annotations.NullMarked;
