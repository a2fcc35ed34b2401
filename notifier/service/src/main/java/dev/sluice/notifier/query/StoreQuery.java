package dev.sluice.notifier.query;

import java.util.List;

/// A kind of question that each partition of a state store answers for itself.
///
/// It runs where the partition is held, which may be in another instance: what it is asked travels
/// as JSON, what it found as bytes. A new kind is a new implementation, and a line in the list of
/// kinds that an instance knows.
///
/// @param <Q> what is asked: a record of texts, numbers and value types
public interface StoreQuery<Q extends Record> {
  /// Its name between instances: lower-case letters and dashes.
  String kind();

  /// The store that it reads.
  String store();

  /// The form of what is asked.
  Class<Q> question();

  /// What one partition has to say; bounded by the question. For any number of threads.
  List<Found> ask(PartitionView partition, Q question);
}
