package dev.sluice.signer.worker;

import dev.sluice.repository.change.OfflineRoles.Alarm;
import dev.sluice.repository.state.RoleStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells how it stands with the roles: by meters, and in words for whom a person is needed. One
/// thread looks, any may ask.
public final class RoleWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RoleWatch.class);

  /// A role of which clients still read the other half is something for a person to look at.
  private static final int LARGE_PERCENT = 50;

  private final MultiGauge expiries;
  private final MultiGauge sizes;

  /// What was called for already, so that it is said once and not at every check.
  private final Set<Alarm> raised = new HashSet<>();

  private volatile List<Alarm> alarms = List.of();
  private volatile List<RoleStatus> large = List.of();

  /// Nothing was seen yet.
  public RoleWatch(MeterRegistry meters) {
    this.expiries =
        MultiGauge.builder("sluice.signer.role.expiry.timestamp.seconds")
            .description("when the document of a role expires")
            .register(meters);
    this.sizes =
        MultiGauge.builder("sluice.signer.role.size")
            .baseUnit("bytes")
            .description("how long the document of a role is")
            .register(meters);
  }

  /// How it stands now; logs each alarm once.
  void saw(List<RoleStatus> statuses, List<Alarm> current) {
    expiries.register(statuses.stream().map(RoleWatch::expiry).toList(), true);
    sizes.register(statuses.stream().map(RoleWatch::size).toList(), true);
    large = statuses.stream().filter(status -> status.percentFull() >= LARGE_PERCENT).toList();
    alarms = current;
    current.forEach(this::raise);
  }

  /// What a person must do now: a role that expires within 7 days and cannot be signed here.
  /// Earlier warnings are a note, so that a signer which works is ready.
  Optional<String> problem() {
    return alarms.stream().filter(Alarm::isUrgent).findFirst().map(RoleWatch::call);
  }

  /// What a person will have to do: roles that expire within 30 days and cannot be signed here, and
  /// those that have half the length that clients read.
  public String note() {
    String calls =
        Stream.concat(alarms.stream().map(RoleWatch::call), large.stream().map(RoleWatch::call))
            .collect(Collectors.joining("; "));
    return calls.isEmpty() ? "no role waits for a person" : calls;
  }

  private static String call(Alarm alarm) {
    return "role %s expires at %s; run sluice keys renew %s"
        .formatted(alarm.role(), alarm.expires(), alarm.role());
  }

  private static String call(RoleStatus large) {
    return "role %s has %d %% of the length that clients read; withdraw releases that nothing runs"
        .formatted(large.role(), large.percentFull());
  }

  private static MultiGauge.Row<Number> expiry(RoleStatus status) {
    return MultiGauge.Row.of(Tags.of("role", status.role()), status.expires().getEpochSecond());
  }

  private static MultiGauge.Row<Number> size(RoleStatus status) {
    return MultiGauge.Row.of(Tags.of("role", status.role()), status.sizeBytes());
  }

  private void raise(Alarm alarm) {
    if (raised.add(alarm)) {
      (alarm.isUrgent() ? LOG.atError() : LOG.atWarn())
          .addKeyValue("role", alarm.role())
          .addKeyValue("expires", alarm.expires())
          .log("role expires soon; sign it again with sluice keys renew");
    }
  }
}
