package dev.sluice.tuf.json;

/// `true` or `false`.
///
/// @param value the truth value
public record JsonBoolean(boolean value) implements Json {}
