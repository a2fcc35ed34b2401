package dev.sluice.notifier.audit;

import dev.sluice.api.schema.ApiJson;
import dev.sluice.console.audit.AuditEntry;
import dev.sluice.events.Topic;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index of the audit log in every notifier: the newest entries, no older and no more
/// than its configuration says.
///
/// An entry that comes twice is kept once: its id and time are its key. A record that cannot be
/// read is skipped and said.
public final class AuditKeeper implements Processor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(AuditKeeper.class);

  /// The store's name.
  public static final String STORE = "audit";

  /// How many new entries come between two looks for old ones.
  private static final int PRUNE_EVERY = 64;

  private static final byte[] NOTHING = new byte[0];

  private final AuditConfig config;
  private ProcessorContext<Void, Void> context;
  private KeyValueStore<String, byte[]> store;
  private long entries;
  private int untilPruned;

  /// @param config how much is kept
  @NullUnmarked // Streams calls init before anything else
  public AuditKeeper(AuditConfig config) {
    this.config = config;
  }

  @Override
  public void init(ProcessorContext<Void, Void> newContext) {
    context = newContext;
    store = context.getStateStore(STORE);
    entries = 0;
    try (KeyValueIterator<String, byte[]> all =
        store.range(AuditKeys.BY_TIME, AuditKeys.BY_TIME + '~')) {
      while (all.hasNext()) {
        var _ = all.next();
        entries++;
      }
    }
    untilPruned = 0;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      keep(
          AuditEntries.of(
              EventDeserializer.decode(Topic.ROLLOUTS, record.headers(), record.value())));
    } catch (MalformedJsonException e) {
      LOG.atError()
          .addKeyValue("key", record.key())
          .addKeyValue("reason", e.getMessage())
          .log("audit entry skipped: its event cannot be read");
    }
  }

  private void keep(AuditEntry entry) {
    if (entry.at().isBefore(oldest())) {
      return;
    }
    String key = AuditKeys.BY_TIME + AuditKeys.place(entry);
    entries += store.get(key) == null ? 1 : 0;
    store.put(key, ApiJson.write(entry));
    AuditKeys.prefixes(entry)
        .forEach(prefix -> store.put(prefix + AuditKeys.place(entry), NOTHING));
    if (untilPruned-- <= 0) {
      prune();
      untilPruned = PRUNE_EVERY;
    }
  }

  private Instant oldest() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs()).minus(config.retention());
  }

  /// Takes out what is too old, and the oldest of what is too much.
  private void prune() {
    String limit = AuditKeys.BY_TIME + TimeIndex.time(oldest());
    List<KeyValue<String, byte[]>> old = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all =
        store.range(AuditKeys.BY_TIME, AuditKeys.BY_TIME + '~')) {
      while (all.hasNext() && old.size() < 2 * PRUNE_EVERY) {
        KeyValue<String, byte[]> next = all.next();
        boolean isOver = next.key.compareTo(limit) < 0 || entries - old.size() > config.limit();
        if (!isOver) {
          break;
        }
        old.add(next);
      }
    }
    old.forEach(this::remove);
  }

  private void remove(KeyValue<String, byte[]> kept) {
    var _ = store.delete(kept.key);
    entries--;
    AuditEntry entry = decode(kept.value);
    AuditKeys.prefixes(entry).forEach(prefix -> store.delete(prefix + AuditKeys.place(entry)));
  }

  /// Reads what was kept.
  static AuditEntry decode(byte[] bytes) {
    try {
      return ApiJson.read(ApiJson.parse(bytes), AuditEntry.class);
    } catch (IOException e) {
      throw new IllegalStateException("a kept entry must be readable", e);
    }
  }
}
