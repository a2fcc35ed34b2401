package dev.sluice.tuf.json;

/// The literal `null`. An accessor never takes it for an absent member.
public record JsonNull() implements Json {}
