package dev.sluice.rollout.device;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;

/// Writes timelines as bytes and reads them back.
///
/// A million devices have one each, so it is short: numbers and times stand as differences to the
/// step before, and a rollout only where it changes. An update without waiting takes about 80
/// bytes.
public final class TimelineCodec {
  private static final int FORM = 1;
  private static final int USUAL_LENGTH_BYTES = 256;

  /// Added to a step's kind if it is of the same attempt as the step before.
  private static final int SAME_ROLLOUT = 0x80;

  private static final int FETCHED = 3;

  /// The same with the length of the artifact.
  private static final int FETCHED_OF_WHOLE = 9;

  private static final int PASSED = 10;

  private static final int CONTINUED = 0x80;
  private static final int MAX_SHIFT = 63;

  private TimelineCodec() {}

  /// The timeline as bytes.
  public static byte[] encode(DeviceTimeline timeline) {
    var bytes = new ByteArrayOutputStream(USUAL_LENGTH_BYTES);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      out.writeByte(timeline.steps().size());
      Before before = Before.FIRST;
      for (UpdateStep step : timeline.steps()) {
        write(out, step, before);
        before = Before.of(step);
      }
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  /// Reads what [#encode(DeviceTimeline)] wrote.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static DeviceTimeline decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int form = in.readUnsignedByte();
      if (form != FORM) {
        throw new IllegalArgumentException(
            "a device's timeline: expected form " + FORM + ", got " + form);
      }
      List<UpdateStep> steps = new ArrayList<>();
      Before before = Before.FIRST;
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        UpdateStep step = read(in, before);
        steps.add(step);
        before = Before.of(step);
      }
      if (in.available() > 0) {
        throw new IllegalArgumentException(
            "a device's timeline: expected its end, got " + in.available() + " bytes more");
      }
      return new DeviceTimeline(steps);
    } catch (IOException e) {
      throw new IllegalArgumentException("a device's timeline: expected more bytes", e);
    }
  }

  /// What a step is written as a difference to.
  private record Before(long number, long atSeconds, RolloutId rollout, int attempt) {
    private static final RolloutId NO_ROLLOUT =
        new RolloutId(new ProductName("none"), 1, RolloutId.MAX_RUN);

    /// No step has an attempt of 0.
    static final Before FIRST = new Before(0, 0, NO_ROLLOUT, 0);

    static Before of(UpdateStep step) {
      return new Before(step.number(), step.at().getEpochSecond(), step.rollout(), step.attempt());
    }
  }

  private static void write(DataOutputStream out, UpdateStep step, Before before)
      throws IOException {
    boolean isSame = step.attempt() == before.attempt() && step.rollout().equals(before.rollout());
    out.writeByte(kind(step.progress()) | (isSame ? SAME_ROLLOUT : 0));
    writeSigned(out, step.number() - before.number());
    writeSigned(out, step.at().getEpochSecond() - before.atSeconds());
    writeNumber(out, step.at().getLong(ChronoField.NANO_OF_SECOND));
    if (!isSame) {
      out.writeUTF(step.rollout().product().value());
      writeNumber(out, step.rollout().counter());
      writeNumber(out, step.rollout().run());
      writeNumber(out, step.attempt());
    }
    switch (step.progress()) {
      case Progress.Waiting(var why) -> out.writeUTF(why);
      case Progress.Fetched(var source, var form, var lengthBytes, var wholeBytes) -> {
        out.writeUTF(source.name());
        out.writeUTF(form.name());
        writeNumber(out, lengthBytes);
        if (wholeBytes > 0) {
          writeNumber(out, wholeBytes);
        }
      }
      case Progress.Passed(var version) -> out.writeUTF(version.value());
      case Progress.Confirmed(var outcome, var why) -> {
        out.writeUTF(outcome.name());
        out.writeUTF(why);
      }
      case Progress.Told _,
          Progress.Started _,
          Progress.Applied _,
          Progress.Switched _,
          Progress.Healthy _,
          Progress.RolledBack _ -> {}
    }
  }

  private static int kind(Progress progress) {
    return switch (progress) {
      case Progress.Told _ -> 0;
      case Progress.Waiting _ -> 1;
      case Progress.Started _ -> 2;
      case Progress.Fetched fetched -> fetched.wholeBytes() > 0 ? FETCHED_OF_WHOLE : FETCHED;
      case Progress.Applied _ -> 4;
      case Progress.Switched _ -> 5;
      case Progress.Healthy _ -> 6;
      case Progress.Confirmed _ -> 7;
      case Progress.RolledBack _ -> 8;
      case Progress.Passed _ -> PASSED;
    };
  }

  private static UpdateStep read(DataInputStream in, Before before) throws IOException {
    int kind = in.readUnsignedByte();
    long number = before.number() + readSigned(in);
    Instant at = time(before.atSeconds() + readSigned(in), readNumber(in));
    RolloutId rollout = before.rollout();
    int attempt = before.attempt();
    if ((kind & SAME_ROLLOUT) == 0) {
      rollout = new RolloutId(new ProductName(in.readUTF()), readNumber(in), (int) readNumber(in));
      attempt = (int) readNumber(in);
    }
    return new UpdateStep(number, at, rollout, attempt, readProgress(in, kind & ~SAME_ROLLOUT));
  }

  private static Instant time(long seconds, long nanos) {
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("a device's timeline: got a time out of range", e);
    }
  }

  private static Progress readProgress(DataInputStream in, int kind) throws IOException {
    return switch (kind) {
      case 0 -> new Progress.Told();
      case 1 -> new Progress.Waiting(in.readUTF());
      case 2 -> new Progress.Started();
      case FETCHED, FETCHED_OF_WHOLE ->
          new Progress.Fetched(
              Progress.Source.valueOf(in.readUTF()),
              Progress.Form.valueOf(in.readUTF()),
              readNumber(in),
              kind == FETCHED_OF_WHOLE ? readNumber(in) : 0);
      case 4 -> new Progress.Applied();
      case 5 -> new Progress.Switched();
      case 6 -> new Progress.Healthy();
      case 7 -> new Progress.Confirmed(Outcome.valueOf(in.readUTF()), in.readUTF());
      case 8 -> new Progress.RolledBack();
      case PASSED -> new Progress.Passed(new Version(in.readUTF()));
      default ->
          throw new IllegalArgumentException("a device's timeline: got a step of kind " + kind);
    };
  }

  private static void writeSigned(DataOutputStream out, long value) throws IOException {
    writeNumber(out, (value << 1) ^ (value >> MAX_SHIFT));
  }

  private static long readSigned(DataInputStream in) throws IOException {
    long value = readNumber(in);
    return (value >>> 1) ^ -(value & 1);
  }

  /// Seven bits in each byte, the lowest first.
  private static void writeNumber(DataOutputStream out, long value) throws IOException {
    long left = value;
    while ((left & -CONTINUED) != 0) {
      out.writeByte((int) (left & (CONTINUED - 1)) | CONTINUED);
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  private static long readNumber(DataInputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (long) (next & (CONTINUED - 1)) << shift;
      if (next < CONTINUED) {
        return value;
      }
    }
    throw new IllegalArgumentException("a device's timeline: got a number that is too long");
  }
}
