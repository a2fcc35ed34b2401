/// The releases as the topics `artifacts` and `releases` tell them, for the console.
///
/// Main type: [dev.sluice.console.release.ReleaseTable]. The publisher's API stands under another
/// address and may be away; what it knows comes from the same topics. It keeps the latest
/// releases and reads no object. The console's routes depend on it.
@NullMarked
package dev.sluice.console.release;

import org.jspecify.annotations.NullMarked;
