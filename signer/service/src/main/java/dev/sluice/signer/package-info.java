/// The signer: keeps the keys, vouches for what the other parts publish, and keeps the vouching
/// fresh.
///
/// Main type: [dev.sluice.signer.Signer]. It refuses to look into what it signs: to it a manifest
/// is a target, a path with a length and a digest. Only the programs under `infra` may depend on
/// it.
@NullMarked
package dev.sluice.signer;

import org.jspecify.annotations.NullMarked;
