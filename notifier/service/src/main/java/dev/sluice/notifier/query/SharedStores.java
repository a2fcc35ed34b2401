package dev.sluice.notifier.query;

import dev.sluice.api.schema.ApiJson;
import dev.sluice.kafka.KeyPartitioning;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;

/// The state stores of all instances, as if they were one's own. For any number of threads.
///
/// Each partition answers exactly once, here or in the instance that holds it; if one does not,
/// there is no answer. Whoever is asked by another instance answers from its own stores and asks
/// nobody, so that a question goes one step at most.
public final class SharedStores {
  private final LocalStores local;
  private final Owners owners;
  private final Instances others;
  private final int partitions;

  /// @param partitions of the topology
  public SharedStores(KafkaStreams streams, int partitions, Instances others) {
    this.local = new LocalStores(streams);
    this.owners = new Owners(streams, others.own());
    this.others = others;
    this.partitions = partitions;
  }

  /// What all partitions have to say, in no order.
  ///
  /// @throws IOException if one of them cannot be asked now; the message says why
  public <Q extends Record> List<Found> ask(StoreQuery<Q> query, Q question) throws IOException {
    return ask(query, question, IntStream.range(0, partitions).boxed().toList());
  }

  /// What the partition has to say that a key belongs to.
  ///
  /// @param key of a device, or of what belongs to a product: its first part counts
  /// @throws IOException if it cannot be asked now; the message says why
  public <Q extends Record> List<Found> askAt(String key, StoreQuery<Q> query, Q question)
      throws IOException {
    return ask(query, question, List.of(KeyPartitioning.partition(key, partitions)));
  }

  /// Shows all that a question finds in any partition, in the order of keys, until one is refused;
  /// reads page by page, so that not all is in memory at a time.
  ///
  /// @param page the question for what follows a key; empty for the first page
  /// @param size of a page; a shorter one is a partition's last
  /// @return whether none was refused
  /// @throws IOException if a partition cannot be asked now; what was shown before is not all
  public <Q extends Record> boolean walk(
      StoreQuery<Q> query, Function<String, Q> page, int size, Predicate<Found> taker)
      throws IOException {
    var next = new PriorityQueue<>(Comparator.comparing(Pages::firstKey));
    for (int partition = 0; partition < partitions; partition++) {
      int number = partition;
      var pages = new Pages(after -> ask(query, page.apply(after), List.of(number)), size);
      if (pages.hasNext()) {
        next.add(pages);
      }
    }
    while (!next.isEmpty()) {
      Pages first = next.remove();
      if (!taker.test(first.next())) {
        return false;
      }
      if (first.hasNext()) {
        next.add(first);
      }
    }
    return true;
  }

  /// What follows a key.
  private interface Reader {
    List<Found> after(String key) throws IOException;
  }

  /// One partition's entries, page by page; for one thread.
  private static final class Pages {
    private final Reader reader;
    private final int size;
    private final Deque<Found> read = new ArrayDeque<>();
    private String last = "";
    private boolean isOver;

    Pages(Reader reader, int size) {
      this.reader = reader;
      this.size = size;
    }

    boolean hasNext() throws IOException {
      if (read.isEmpty() && !isOver) {
        List<Found> page = reader.after(last);
        read.addAll(page);
        isOver = page.size() < size;
      }
      return !read.isEmpty();
    }

    String firstKey() {
      return read.element().key();
    }

    Found next() {
      Found found = read.remove();
      last = found.key();
      return found;
    }
  }

  /// What a store has to say that every instance holds whole.
  ///
  /// @throws IOException if it cannot be read now
  public <Q extends Record> List<Found> askGlobal(StoreQuery<Q> query, Q question)
      throws IOException {
    return local
        .askGlobal(query, question)
        .orElseThrow(() -> new IOException(query.store() + ": not to be read now; try again"));
  }

  private <Q extends Record> List<Found> ask(StoreQuery<Q> query, Q question, List<Integer> wanted)
      throws IOException {
    List<Found> found = new ArrayList<>();
    List<Integer> elsewhere = new ArrayList<>();
    for (int partition : wanted) {
      local
          .ask(query, question, partition)
          .ifPresentOrElse(found::addAll, () -> elsewhere.add(partition));
    }
    if (!elsewhere.isEmpty()) {
      String words = new String(ApiJson.write(question), StandardCharsets.UTF_8);
      List<Callable<List<Found>>> errands = new ArrayList<>();
      owners
          .of(query.store(), elsewhere)
          .forEach(
              (owner, held) -> {
                var asked = new Instances.Asked(query.kind(), held, words);
                errands.add(() -> others.ask(owner, asked));
              });
      found.addAll(run(errands));
    }
    return found;
  }

  /// All at once: the slowest says how long it takes, and each is bounded in time.
  private static List<Found> run(List<Callable<List<Found>>> errands) throws IOException {
    List<Found> found = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Found>> answer : executor.invokeAll(errands)) {
        found.addAll(answer.get());
      }
      return found;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(String.valueOf(cause.getMessage()), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while other instances were asked");
    }
  }
}
