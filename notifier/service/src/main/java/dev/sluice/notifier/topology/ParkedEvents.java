package dev.sluice.notifier.topology;

import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.confirmation.ConfirmationEvent;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReport;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.NodeReported;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Messages of devices whose enrolment has not come yet.
///
/// Bounded: at most [#LIMIT] in a partition, each for [#PATIENCE]. The same message again takes the
/// place of the first.
final class ParkedEvents {
  /// A few megabytes in each partition.
  static final int LIMIT = 10_000;

  /// Enrolment and message travel through one broker; whatever takes longer is not a race.
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private final KeyValueStore<String, byte[]> store;
  private int size;

  ParkedEvents(KeyValueStore<String, byte[]> store) {
    this.store = store;
    this.size = read(store.all()).size();
  }

  /// Keeps a message.
  ///
  /// @return false if there is no room
  boolean park(StampedEvent<?> stamped, Instant now) {
    String key = key(stamped.event());
    boolean known = store.get(key) != null;
    if (!known && size >= LIMIT) {
      return false;
    }
    byte[] event = EventCodec.encodeStructured(stamped);
    store.put(
        key,
        ByteBuffer.allocate(Long.BYTES + event.length)
            .putLong(now.toEpochMilli())
            .put(event)
            .array());
    size += known ? 0 : 1;
    return true;
  }

  /// How many messages wait.
  int size() {
    return size;
  }

  /// Takes out what waits for a device.
  List<StampedEvent<?>> take(String device) {
    try (var serializer = new StringSerializer()) {
      return takeOut(read(store.prefixScan(device + "/", serializer)));
    }
  }

  /// Takes out what has waited too long.
  List<StampedEvent<?>> takeOverdue(Instant now) {
    if (size == 0) {
      return List.of();
    }
    Instant limit = now.minus(PATIENCE);
    return takeOut(
        read(store.all()).stream().filter(parked -> parked.since().isBefore(limit)).toList());
  }

  private List<StampedEvent<?>> takeOut(List<Parked> parked) {
    for (Parked one : parked) {
      var _ = store.delete(one.key());
      size--;
    }
    return parked.stream().map(Parked::stamped).toList();
  }

  private static List<Parked> read(KeyValueIterator<String, byte[]> entries) {
    List<Parked> parked = new ArrayList<>();
    try (entries) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        ByteBuffer buffer = ByteBuffer.wrap(entry.value);
        Instant since = Instant.ofEpochMilli(buffer.getLong());
        byte[] event = new byte[buffer.remaining()];
        buffer.get(event);
        parked.add(new Parked(entry.key, since, EventCodec.decodeStructured(event)));
      }
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a parked event must be readable", e);
    }
    return parked;
  }

  /// The device first: its id holds no slash.
  private static String key(Event event) {
    return event.key() + "/" + what(event);
  }

  private static String what(Event event) {
    return switch (event) {
      case DeviceReport report ->
          switch (report) {
            case DeviceReported reported -> "report/" + reported.epoch();
            case DeviceEnrolled _, NodeReported _ -> throw notParked(event);
          };
      case ConfirmationEvent confirmation ->
          switch (confirmation) {
            case SignedConfirmation signed -> signed.confirmation().confirmationKey().toString();
          };
      default -> throw notParked(event);
    };
  }

  private static IllegalArgumentException notParked(Event event) {
    return new IllegalArgumentException("cannot park " + event.type());
  }

  private record Parked(String key, Instant since, StampedEvent<?> stamped) {}
}
