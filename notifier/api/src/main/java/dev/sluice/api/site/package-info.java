/// The pages of a web site, from the class path.
///
/// Main type: [dev.sluice.api.site.Site]. It serves nothing that is not one of its files by name,
/// and knows no HTTP. A component with pages makes one, the API server serves it.
@NullMarked
package dev.sluice.api.site;

import org.jspecify.annotations.NullMarked;
