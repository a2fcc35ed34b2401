/// What commands need that talk to an API: contexts, the client, options, output.
///
/// [dev.sluice.program.remote.ApiClient] speaks to one API; [dev.sluice.program.remote.ApiOptions]
/// is the mixin that finds it, and
/// [dev.sluice.program.remote.Commands] is how a component offers its commands. Knows no resource
/// of any API. Shells use it.
@NullMarked
package dev.sluice.program.remote;

import org.jspecify.annotations.NullMarked;
