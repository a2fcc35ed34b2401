/// Finds what of the new bytes stands in the old ones, exactly or nearly.
///
/// Main type: [dev.sluice.diff.match.Matcher], whose answer is an
/// [dev.sluice.diff.match.EditScript]. It knows nothing of files, containers or patches, and does
/// not write to its inputs. Only the API of this module depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.match;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
