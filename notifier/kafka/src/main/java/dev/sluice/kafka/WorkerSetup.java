package dev.sluice.kafka;

import dev.sluice.program.Surroundings;
import dev.sluice.program.retry.RetryPolicy;

/// What an [EventWorker] needs beside its handlers.
///
/// @param group members with the same name share the work, and a restarted one carries on
/// @param retries of what fails; its pauses are also those while a peer is unavailable
/// @param deadLetters sends the dead letters; the caller closes it, after the worker
/// @param surroundings get a check `worker GROUP` for as long as the worker lives, its counters and
///     those of its Kafka client, and a span `handle TYPE` for what is handled together, in the
///     trace of the first event that has one
public record WorkerSetup(
    KafkaConnection connection,
    String group,
    RetryPolicy retries,
    EventProducer deadLetters,
    Surroundings surroundings) {}
