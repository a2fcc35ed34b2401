package dev.sluice.notifier.audit;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.console.audit.AuditEntry;
import dev.sluice.console.audit.AuditFilter;
import dev.sluice.console.audit.AuditQueries;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// Searches the index that [AuditKeeper] keeps in this notifier. For any number of threads.
///
/// A question takes the index of the rollout, of who, of the product, or of all.
public final class AuditSearch implements AuditQueries {
  private final TimeIndex.Store store;
  private final AuditConfig config;
  private final InstantSource clock;

  /// @param store opens the index
  /// @param clock says what is too old to be shown
  public AuditSearch(TimeIndex.Store store, AuditConfig config, InstantSource clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Page<AuditEntry> list(AuditFilter filter, PageRequest page) throws IOException {
    return TimeIndex.ask(store, "the audit log", index -> read(index, filter, page));
  }

  private Page<AuditEntry> read(
      ReadOnlyKeyValueStore<String, byte[]> index, AuditFilter filter, PageRequest page) {
    Instant oldest = clock.instant().minus(config.retention());
    var span =
        new TimeIndex.Span(
            AuditKeys.prefix(filter),
            TimeIndex.time(filter.from().filter(oldest::isBefore).orElse(oldest)),
            filter.to().map(TimeIndex::time).orElse("~"));
    return TimeIndex.newestFirst(
        index, span, page, place -> find(index, place).filter(filter::matches), AuditKeys::place);
  }

  /// Empty if it was taken out meanwhile.
  private static Optional<AuditEntry> find(
      ReadOnlyKeyValueStore<String, byte[]> index, String place) {
    return Optional.ofNullable(index.get(AuditKeys.BY_TIME + place)).map(AuditKeeper::decode);
  }
}
