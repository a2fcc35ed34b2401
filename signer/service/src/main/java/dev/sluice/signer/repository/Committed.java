package dev.sluice.signer.repository;

/// A proposal that has come true: the timestamp that covers it is in the store.
///
/// @param proposal the last one that was planned
/// @param repository the state in which it holds
public record Committed<P extends Proposal>(P proposal, Repository repository) {}
