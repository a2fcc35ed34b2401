/// A TUF repository in memory, for the tests of every module that verifies.
///
/// Main type: [dev.sluice.tuf.fake.FakeRepository]. It signs with real keys, which anybody can
/// compute; nothing outside tests may depend on it.
@NullMarked
package dev.sluice.tuf.fake;

import org.jspecify.annotations.NullMarked;
