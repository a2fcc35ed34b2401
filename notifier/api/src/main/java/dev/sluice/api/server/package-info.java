/// Serves routes over HTTP: tokens, roles, limits, problems, event streams, OpenAPI.
///
/// Main type: [dev.sluice.api.server.ApiServer]. It refuses who has no token or not the role, what
/// is too long or does not fit its schema, and one key for two different requests. Programs start
/// it; routes do not know it.
@NullMarked
package dev.sluice.api.server;

import org.jspecify.annotations.NullMarked;
