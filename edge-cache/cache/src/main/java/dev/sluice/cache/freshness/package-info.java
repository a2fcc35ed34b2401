/// Which paths an edge node serves, and when what it holds may be served without asking upstream.
///
/// The main types are [dev.sluice.cache.freshness.ObjectPath] and
/// [dev.sluice.cache.freshness.FreshnessRules]. Time arrives as an argument. It never decides what
/// is trusted: that is the business of the device. Edge nodes may depend on it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.freshness;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
