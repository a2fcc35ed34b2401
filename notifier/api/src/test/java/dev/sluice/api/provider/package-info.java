/// An OpenID Connect provider in the test's own process, for tests of whoever has an API.
@NullMarked
package dev.sluice.api.provider;

import org.jspecify.annotations.NullMarked;
