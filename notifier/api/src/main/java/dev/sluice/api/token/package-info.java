/// Who may call an API: bearer tokens, known by their SHA-256 from the topic `principals`.
///
/// Main type: [dev.sluice.api.token.Tokens]. It never holds a token itself, and makes none. The API
/// server and the console depend on it.
@NullMarked
package dev.sluice.api.token;

import org.jspecify.annotations.NullMarked;
