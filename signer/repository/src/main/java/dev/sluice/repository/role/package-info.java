/// Roles: which there are, how long their signatures hold, and how a document of one is signed.
///
/// Main types: [dev.sluice.repository.role.ProductRoles] names the roles of a product,
/// [dev.sluice.repository.role.Lifetimes] says when a signature ends and when it is renewed,
/// [dev.sluice.repository.role.Signing] makes envelopes. It refuses to sign where keys are missing.
/// All packages beside it depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.repository.role;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
