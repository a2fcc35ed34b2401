package dev.sluice.notifier.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/// Which instance holds which partition, as Kafka Streams told all of them when the partitions were
/// divided last.
///
/// @param own this instance's address; empty if it has none, and then no other is known
record Owners(KafkaStreams streams, Optional<InstanceAddress> own) {
  /// The instances to be asked for partitions that this one does not hold now, each with its part.
  ///
  /// @throws IOException if one of the partitions can be asked nowhere; the message says why
  Map<InstanceAddress, List<Integer>> of(String store, List<Integer> partitions)
      throws IOException {
    Map<InstanceAddress, List<Integer>> owners = new TreeMap<>();
    for (int partition : partitions) {
      owners.computeIfAbsent(owner(store, partition), _ -> new ArrayList<>()).add(partition);
    }
    return owners;
  }

  private InstanceAddress owner(String store, int partition) throws IOException {
    Optional<InstanceAddress> owner = find(store, partition);
    if (owner.isEmpty()) {
      throw new IOException(
          ("%s: partition %d is with no instance that can be asked (partitions are being divided, or"
                  + " their instance has no instances.address); try again")
              .formatted(store, partition));
    }
    if (owner.equals(own)) {
      throw new IOException(
          ("%s: partition %d is with this instance, %s, which is restoring it (if that lasts, another"
                  + " instance has the same instances.address); try again")
              .formatted(store, partition, owner.get()));
    }
    return owner.get();
  }

  private Optional<InstanceAddress> find(String store, int partition) {
    StreamPartitioner<String, Object> there = (_, _, _, _) -> Optional.of(Set.of(partition));
    try {
      @Nullable KeyQueryMetadata known = streams.queryMetadataForKey(store, "", there);
      return known == null || known.equals(KeyQueryMetadata.NOT_AVAILABLE)
          ? Optional.empty()
          : address(known.activeHost());
    } catch (InvalidStateStoreException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  private static Optional<InstanceAddress> address(HostInfo host) {
    return host.port() < 1
        ? Optional.empty()
        : Optional.of(new InstanceAddress(host.host(), host.port()));
  }
}
