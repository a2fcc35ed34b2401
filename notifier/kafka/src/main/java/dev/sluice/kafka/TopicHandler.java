package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// Who handles the events of a topic, for an [EventWorker] of several topics.
///
/// @param <E> what the topic can hold
public record TopicHandler<E extends Event>(Topic<E> topic, EventBatchHandler<E> handler) {}
