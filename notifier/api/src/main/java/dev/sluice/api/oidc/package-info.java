/// People and machines that an OpenID Connect provider vouches for: logins of the console by the
/// authorization code flow, and bearer tokens that the provider signed.
///
/// Main type: [dev.sluice.api.oidc.Oidc]. Everything about tokens, their signatures and claims is
/// the library's (Nimbus); what is here says which provider counts, and what its people may do. It
/// keeps no session. The API's access and server packages depend on it.
@NullMarked
package dev.sluice.api.oidc;

import org.jspecify.annotations.NullMarked;
