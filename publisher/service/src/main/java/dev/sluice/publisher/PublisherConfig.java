package dev.sluice.publisher;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.publisher.delta.DeltaLimits;
import dev.sluice.store.ObjectStoreConfig;
import java.nio.file.Path;

/// What a publisher needs to run by itself.
///
/// @param kafka the queue; its topics exist already
/// @param store the object store; its bucket exists already
/// @param workDirectory for patches while they are made
/// @param limits which patches are built, and what building may cost
public record PublisherConfig(
    KafkaConnection kafka, ObjectStoreConfig store, Path workDirectory, DeltaLimits limits) {}
