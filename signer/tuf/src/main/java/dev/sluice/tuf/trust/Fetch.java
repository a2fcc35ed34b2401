package dev.sluice.tuf.trust;

/// Asks the shell for a metadata file.
///
/// Answer with the bytes, or with "absent" if the repository has no such file (404 or 403). Where
/// no answer can be had, drop the machine and start a new one later; "unavailable" is never
/// "absent".
///
/// @param path in the repository, such as `metadata/3.snapshot.json`
/// @param maxLengthBytes stop reading when one byte more has come, and hand over what there is: the
///     machine refuses it
/// @param mutable whether the content under this name changes, so that a cache must not answer for
///     long
public record Fetch(String path, long maxLengthBytes, boolean mutable)
    implements RefreshStep, LookupStep {}
