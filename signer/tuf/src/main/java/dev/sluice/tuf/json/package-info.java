/// Reads JSON from outside strictly and writes it canonically.
///
/// Main type: [dev.sluice.tuf.json.Json]. [dev.sluice.tuf.json.StrictJson] reads,
/// [dev.sluice.tuf.json.CanonicalJson] writes what is signed, [dev.sluice.tuf.json.PlainJson]
/// writes everything else. It refuses duplicate members, fractions, deep nesting and trailing data,
/// since two readers of one signed document must never see two different things. Every codec may
/// depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.tuf.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
