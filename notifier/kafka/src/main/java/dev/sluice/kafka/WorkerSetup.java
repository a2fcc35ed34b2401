package dev.sluice.kafka;

import dev.sluice.program.admin.Health;
import dev.sluice.program.retry.RetryPolicy;
import io.micrometer.core.instrument.MeterRegistry;

/// What an [EventWorker] needs beside its handlers.
///
/// @param group members with the same name share the work, and a restarted one carries on
/// @param retries of what fails; its pauses are also those while a peer is unavailable
/// @param deadLetters sends the dead letters; the caller closes it, after the worker
/// @param health gets a check `worker GROUP` for as long as the worker lives
/// @param meters gets the worker's counters and those of its Kafka client
public record WorkerSetup(
    KafkaConnection connection,
    String group,
    RetryPolicy retries,
    EventProducer deadLetters,
    Health health,
    MeterRegistry meters) {}
