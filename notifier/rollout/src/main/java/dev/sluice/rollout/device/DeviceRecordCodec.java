package dev.sluice.rollout.device;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes device records as bytes and reads them back.
///
/// A record is read and written for each confirmation, and all of them are read under each new
/// rings document, so the form is a plain sequence of fields: a tenth of JSON's time, half of its
/// bytes.
public final class DeviceRecordCodec {
  private static final int FORM = 5;

  /// Without what a device says of its flags.
  private static final int FOURTH_FORM = 4;

  /// Without the format of rings documents that a device reads, and the times that updates took,
  /// too.
  private static final int THIRD_FORM = 3;

  /// Without the products that a device says it takes, too.
  private static final int SECOND_FORM = 2;

  /// Without attempts, too.
  private static final int FIRST_FORM = 1;
  private static final int USUAL_LENGTH_BYTES = 384;

  private DeviceRecordCodec() {}

  /// The record as bytes.
  public static byte[] encode(DeviceRecord record) {
    var bytes = new ByteArrayOutputStream(USUAL_LENGTH_BYTES);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      writeState(out, record.state());
      out.writeInt(record.outcomes().size());
      for (LatestOutcome outcome : record.outcomes().values()) {
        writeOutcome(out, outcome);
      }
      writeTimes(out, record.times());
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  /// Reads what [#encode(DeviceRecord)] wrote.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static DeviceRecord decode(byte[] bytes) {
    var in = new FieldReader(bytes);
    try {
      int form = in.unsignedByte();
      if (form == EarlierRecords.FORM) {
        return EarlierRecords.decode(bytes);
      }
      if (form < FIRST_FORM || form > FORM) {
        throw new IllegalArgumentException(
            "a device's record: expected form " + FORM + ", got " + form);
      }
      DeviceState state = readState(in, form);
      SortedMap<RolloutId, LatestOutcome> outcomes = new TreeMap<>();
      for (int left = in.integer(); left > 0; left--) {
        LatestOutcome outcome = readOutcome(in, form);
        outcomes.put(outcome.rollout(), outcome);
      }
      List<UpdateTime> times = form > THIRD_FORM ? readTimes(in) : List.of();
      if (in.left() > 0) {
        throw new IllegalArgumentException(
            "a device's record: expected its end, got " + in.left() + " bytes more");
      }
      return new DeviceRecord(state, outcomes, times);
    } catch (IOException | BufferUnderflowException e) {
      throw new IllegalArgumentException("a device's record: expected more bytes", e);
    }
  }

  private static void writeOutcome(DataOutputStream out, LatestOutcome latest) throws IOException {
    writeRollout(out, latest.rollout());
    out.writeInt(latest.attempt());
    out.writeUTF(latest.outcome().name());
    out.writeUTF(latest.reason().code().name());
    out.writeUTF(latest.reason().step().name());
    out.writeUTF(latest.reason().text());
    writeTime(out, latest.at());
  }

  private static LatestOutcome readOutcome(FieldReader in, int form) throws IOException {
    RolloutId rollout = readRollout(in);
    int attempt = form == FIRST_FORM ? RolloutId.FIRST_ATTEMPT : in.integer();
    var outcome = Outcome.valueOf(in.text());
    var code = OutcomeReason.Code.valueOf(in.text());
    var step = OutcomeReason.Step.valueOf(in.text());
    var reason = new OutcomeReason(code, step, in.text());
    return new LatestOutcome(rollout, attempt, outcome, reason, in.time());
  }

  private static void writeTimes(DataOutputStream out, List<UpdateTime> times) throws IOException {
    out.writeByte(times.size());
    for (UpdateTime time : times) {
      writeRollout(out, time.rollout());
      out.writeLong(time.took().toMillis());
    }
  }

  private static List<UpdateTime> readTimes(FieldReader in) throws IOException {
    List<UpdateTime> times = new ArrayList<>();
    for (int left = in.unsignedByte(); left > 0; left--) {
      times.add(new UpdateTime(readRollout(in), Duration.ofMillis(in.longInteger())));
    }
    return times;
  }

  private static void writeRollout(DataOutputStream out, RolloutId rollout) throws IOException {
    out.writeUTF(rollout.product().value());
    out.writeLong(rollout.counter());
    out.writeInt(rollout.run());
  }

  private static RolloutId readRollout(FieldReader in) throws IOException {
    return new RolloutId(new ProductName(in.text()), in.longInteger(), in.integer());
  }

  private static void writeState(DataOutputStream out, DeviceState state) throws IOException {
    out.writeUTF(state.device().value());
    out.writeLong(state.epoch());
    out.write(state.publicKey().bytes());
    writeAttributes(out, state.attributes());
    out.writeLong(state.ringsFormat());
    writeFlags(out, state.flags());
    out.writeInt(state.products().size());
    for (ProductName product : state.products()) {
      out.writeUTF(product.value());
    }
    out.writeInt(state.running().size());
    for (Running running : state.running()) {
      out.writeUTF(running.product().value());
      out.writeUTF(running.version().value());
      out.writeLong(running.counter());
      out.write(running.artifact().bytes());
    }
    writeTime(out, state.seenAt());
  }

  private static DeviceState readState(FieldReader in, int form) throws IOException {
    var device = new DeviceId(in.text());
    long epoch = in.longInteger();
    DevicePublicKey key = DevicePublicKey.ofBytes(in.bytes(Digest.LENGTH_BYTES));
    DeviceAttributes attributes = readAttributes(in);
    long ringsFormat = form > THIRD_FORM ? in.longInteger() : RingsDocument.UNSAID_VERSION;
    DeviceFlags flags = form > FOURTH_FORM ? readFlags(in) : DeviceFlags.NONE;
    SortedSet<ProductName> products = new TreeSet<>();
    for (int left = form > SECOND_FORM ? in.integer() : 0; left > 0; left--) {
      products.add(new ProductName(in.text()));
    }
    List<Running> running = new ArrayList<>();
    for (int left = in.integer(); left > 0; left--) {
      running.add(
          new Running(
              new ProductName(in.text()),
              new Version(in.text()),
              in.longInteger(),
              Digest.ofBytes(in.bytes(Digest.LENGTH_BYTES))));
    }
    return new DeviceState(
        device, epoch, key, attributes, products, running, ringsFormat, flags, in.time());
  }

  private static void writeFlags(DataOutputStream out, DeviceFlags flags) throws IOException {
    out.writeByte(flags.off().size());
    for (FlagName flag : flags.off()) {
      out.writeUTF(flag.value());
    }
    out.writeUTF(flags.problem());
  }

  private static DeviceFlags readFlags(FieldReader in) throws IOException {
    SortedSet<FlagName> off = new TreeSet<>();
    for (int left = in.unsignedByte(); left > 0; left--) {
      off.add(new FlagName(in.text()));
    }
    return new DeviceFlags(off, in.text());
  }

  private static void writeAttributes(DataOutputStream out, DeviceAttributes attributes)
      throws IOException {
    out.writeInt(attributes.tags().size());
    for (String tag : attributes.tags()) {
      out.writeUTF(tag);
    }
    out.writeInt(attributes.attributes().size());
    for (Map.Entry<String, String> attribute : attributes.attributes().entrySet()) {
      out.writeUTF(attribute.getKey());
      out.writeUTF(attribute.getValue());
    }
  }

  private static DeviceAttributes readAttributes(FieldReader in) throws IOException {
    SortedSet<String> tags = new TreeSet<>();
    for (int left = in.integer(); left > 0; left--) {
      tags.add(in.text());
    }
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int left = in.integer(); left > 0; left--) {
      attributes.put(in.text(), in.text());
    }
    return new DeviceAttributes(tags, attributes);
  }

  private static void writeTime(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }
}
