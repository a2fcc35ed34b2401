/// Tokens for the API: made, listed, taken back; and the first one.
///
/// Main type: [dev.sluice.console.token.TokenRoutes], with [dev.sluice.console.token.AdminToken]
/// for the first start. It keeps no secret: it tells one once, and its digest is the event. The
/// notifier depends on it.
@NullMarked
package dev.sluice.console.token;

import org.jspecify.annotations.NullMarked;
