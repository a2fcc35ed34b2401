package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import java.util.function.Consumer;

/// Who sees the events of a topic, for an [EventFollower] of several topics.
///
/// @param <E> what the topic can hold
/// @param watcher called for each event on the follower's thread; a failure of it ends the follower
public record TopicWatcher<E extends Event>(
    Topic<E> topic, Consumer<? super StampedEvent<E>> watcher) {}
