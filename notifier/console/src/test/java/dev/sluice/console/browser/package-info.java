/// The console in a real browser: every page and action, at two widths, light and dark.
@NullMarked
package dev.sluice.console.browser;

import org.jspecify.annotations.NullMarked;
