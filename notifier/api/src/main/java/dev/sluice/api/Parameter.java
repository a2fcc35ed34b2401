package dev.sluice.api;

/// A parameter of a route's query.
///
/// @param describes for people
public record Parameter(String name, String describes) {}
