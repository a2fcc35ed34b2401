/// The cold cache on disk: one file per slice, each with its own description and checksum.
///
/// The main type is [dev.sluice.edge.store.SliceStore]. It never asks upstream and does not know
/// what is fresh. `content` depends on it.
@NullMarked
package dev.sluice.edge.store;

import org.jspecify.annotations.NullMarked;
