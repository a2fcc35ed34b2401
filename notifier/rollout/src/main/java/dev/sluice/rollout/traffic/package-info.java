/// Where the fleet's bytes came from, over time: what edge nodes gave out, and what devices did not
/// have to fetch.
///
/// The main type is [dev.sluice.rollout.traffic.NodeRecord]: it makes what came since the report
/// before out of counters that only rise. [dev.sluice.rollout.traffic.Buckets] says which times it
/// belongs to. Whoever keeps nodes and buckets adds them up.
@NullMarked
@CheckReturnValue
package dev.sluice.rollout.traffic;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
