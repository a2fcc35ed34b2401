/// Reads what the repository says, for a device that hears of it or looks unasked.
///
/// Main type: [Check], the door. [Look] refreshes metadata, [Lookup] finds what a role vouches for
/// and reads it, [Announcements] takes hints, and [Resting] says when to look again. It decides
/// upon nothing that it reads: the documents go on as they are. Only the machine may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.check;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
