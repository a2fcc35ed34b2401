/// Fuzzers of what comes from a repository before anybody has vouched for it: the files of every
/// role, and JSON itself.
///
/// Each class is one target; `dev.sluice.testkit.FuzzCampaign` runs them. Whatever the bytes are,
/// they are refused as malformed, or come back as the canonical bytes that were signed.
@NullMarked
package dev.sluice.tuf.fuzz;

import org.jspecify.annotations.NullMarked;
