package dev.sluice.tuf.json;

/// An integer of 64 bits.
///
/// @param value any `long`
public record JsonInteger(long value) implements Json {}
