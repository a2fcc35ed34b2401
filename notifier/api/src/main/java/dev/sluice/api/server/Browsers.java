package dev.sluice.api.server;

import dev.sluice.api.access.Sessions;
import dev.sluice.api.site.Site;

/// What an API offers to people's browsers, beside its routes.
///
/// @param site pages, which need no token: what they show comes from the API
/// @param sessions of those who log in there; the server adds the routes that open them
public record Browsers(Site site, Sessions sessions) {}
