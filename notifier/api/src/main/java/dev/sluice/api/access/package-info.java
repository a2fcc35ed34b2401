/// Who calls: by a bearer token, of ours or of the OpenID Connect provider, or by a session that a
/// browser opened with either.
///
/// Main type: [dev.sluice.api.access.Authenticator]; [dev.sluice.api.access.Sessions] holds the
/// sessions, in memory. It keeps no secret, only digests, and asks the tokens again on every call,
/// so that a session never outlives its token. The API server depends on it.
@NullMarked
package dev.sluice.api.access;

import org.jspecify.annotations.NullMarked;
