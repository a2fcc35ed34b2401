/// Says whether what came is what must come.
///
/// Main type: [Agreement], which holds rings document, manifest and target against each other and
/// makes the plan when they agree. [DigestCheck] compares digests. It fetches nothing, digests
/// nothing and ends nothing; the packages that take the machine's steps, and the application of
/// patches, may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.verify;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
