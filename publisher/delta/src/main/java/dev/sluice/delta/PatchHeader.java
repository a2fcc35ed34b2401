package dev.sluice.delta;

import dev.sluice.delta.format.BlockReader;
import dev.sluice.delta.format.MalformedPatchException;
import dev.sluice.delta.format.PatchInput;
import dev.sluice.delta.format.PatchStream;
import dev.sluice.delta.format.Varint;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What a patch says of itself before its first block. The package's documentation has the layout.
///
/// @param container how base and result are looked at
/// @param base digest of the base; that of no bytes when the base is empty
/// @param viewBytes length of the result's view; the result's own length when [Container#PLAIN]
/// @param scratchBytes length of the base's view; 0 when the base is read directly
/// @param windowBits for each stream, the binary logarithm of its window in bytes
/// @param maxBlockBytes the longest block
/// @param level the deflate level that the base's view shows for all its streams; 1 when plain
/// @param streamRuns which of the base's streams are inflated: alternating runs of inflated ones
///     and raw
///     ones, with the streams behind the last run going on alternating; empty: all
public record PatchHeader(
    Container container,
    Digest base,
    long baseBytes,
    Digest result,
    long resultBytes,
    long viewBytes,
    long scratchBytes,
    List<Integer> windowBits,
    long maxBlockBytes,
    int level,
    List<Long> streamRuns) {
  /// The format's version that this module writes and reads.
  public static final int VERSION = 1;

  static final String MAGIC_HEX = "534c4450";
  static final int MAX_STREAM_RUNS = 4096;

  private static final byte[] MAGIC = "SLDP".getBytes(StandardCharsets.US_ASCII);
  private static final int MIN_WINDOW_BITS = 12;
  private static final int MAX_WINDOW_BITS = 28;
  private static final int MAX_BLOCK_BYTES = 1 << 28;
  private static final long MAX_LENGTH = 1L << 50;
  private static final long MAX_VIEW_FACTOR = 64;
  private static final long MIN_VIEW_BYTES = 1 << 20;
  private static final Digest NOTHING = Digest.sha256(new byte[0]);

  /// How base and result are looked at.
  public enum Container {
    /// As they are.
    PLAIN(0),
    /// With the deflate streams of their zip entries inflated.
    ZIP(1);

    private final int code;

    Container(int code) {
      this.code = code;
    }
  }

  /// What came of reading a header.
  public sealed interface Outcome {
    /// A header; whether its patch is any good shows later.
    record Read(PatchHeader header) implements Outcome {}

    /// No header of a patch that this module can apply.
    record Refused(PatchRefusal refusal) implements Outcome {}
  }

  /// Checks what does not depend on a device.
  public PatchHeader {
    windowBits = List.copyOf(windowBits);
    streamRuns = List.copyOf(streamRuns);
    if (windowBits.size() != PatchStream.COUNT || streamRuns.size() > MAX_STREAM_RUNS) {
      throw new IllegalArgumentException(
          "a patch header must have a window for each stream and at most "
              + MAX_STREAM_RUNS
              + " runs, got "
              + windowBits.size()
              + " and "
              + streamRuns.size());
    }
  }

  /// Whether the patch stands for itself, a compressed full artifact.
  public boolean hasEmptyBase() {
    return baseBytes == 0;
  }

  /// Heap and native memory that applying the patch takes, beyond that of the caller's channels.
  public long memoryBytes() {
    return BlockReader.memoryBytes(windowBytes(), maxBlockBytes)
        + Application.memoryBytes(container);
  }

  /// Reads the header of a patch and leaves the stream behind it.
  public static Outcome read(InputStream patch) throws IOException {
    return read(new PatchInput(patch));
  }

  static Outcome read(PatchInput input) throws IOException {
    try {
      var magic = new byte[MAGIC.length];
      input.readFully(magic, MAGIC.length, "the signature of a patch");
      var found = HexFormat.of().formatHex(magic);
      if (!found.equals(MAGIC_HEX)) {
        return new Outcome.Refused(new PatchRefusal.NotAPatch(found));
      }
      int version = input.readByte("a version");
      if (version != VERSION) {
        return new Outcome.Refused(new PatchRefusal.UnsupportedVersion(VERSION, version));
      }
      return new Outcome.Read(readFields(input));
    } catch (MalformedPatchException e) {
      return new Outcome.Refused(refusal(e));
    }
  }

  static PatchRefusal refusal(MalformedPatchException e) {
    return e.isTruncated()
        ? new PatchRefusal.Truncated(e.rule(), e.offset())
        : new PatchRefusal.Corrupt(e.rule(), e.offset());
  }

  private static PatchHeader readFields(PatchInput input)
      throws IOException, MalformedPatchException {
    var container = readContainer(input);
    long baseBytes = input.readVarint(MAX_LENGTH, "the length of the base");
    long resultBytes = input.readVarint(MAX_LENGTH, "the length of the result");
    boolean isPlain = container == Container.PLAIN;
    long viewBytes =
        isPlain ? resultBytes : input.readVarint(maxViewBytes(resultBytes), "a view length of");
    long scratchBytes = isPlain ? 0 : input.readVarint(MAX_LENGTH, "the length of the scratch");
    var windowBits = new ArrayList<Integer>();
    for (int i = 0; i < PatchStream.COUNT; i++) {
      windowBits.add(readWindowBits(input));
    }
    long maxBlockBytes = input.readVarint(MAX_BLOCK_BYTES, "the length of the longest block");
    int level = isPlain ? 1 : readLevel(input);
    var runs = isPlain ? List.<Long>of() : readRuns(input);
    var base = baseBytes == 0 ? NOTHING : readDigest(input, "the digest of the base");
    var result = readDigest(input, "the digest of the result");
    return new PatchHeader(
        container,
        base,
        baseBytes,
        result,
        resultBytes,
        viewBytes,
        scratchBytes,
        windowBits,
        maxBlockBytes,
        level,
        runs);
  }

  /// Bound of the work that a small result may hide: streams that inflate to more are left alone.
  static long maxViewBytes(long resultBytes) {
    return resultBytes * MAX_VIEW_FACTOR + MIN_VIEW_BYTES;
  }

  private static Container readContainer(PatchInput input)
      throws IOException, MalformedPatchException {
    int code = input.readByte("a container");
    for (var container : Container.values()) {
      if (container.code == code) {
        return container;
      }
    }
    throw MalformedPatchException.corrupt(input.offset(), "a known container, not " + code);
  }

  private static int readWindowBits(PatchInput input) throws IOException, MalformedPatchException {
    int bits = input.readByte("the window of a stream");
    if (bits < MIN_WINDOW_BITS || bits > MAX_WINDOW_BITS) {
      throw MalformedPatchException.corrupt(
          input.offset(), "a window of 2^12 to 2^28 bytes, not 2^" + bits);
    }
    return bits;
  }

  private static int readLevel(PatchInput input) throws IOException, MalformedPatchException {
    int level = input.readByte("a deflate level");
    if (level < 1 || level > 9) {
      throw MalformedPatchException.corrupt(
          input.offset(), "a deflate level from 1 to 9, not " + level);
    }
    return level;
  }

  private static List<Long> readRuns(PatchInput input) throws IOException, MalformedPatchException {
    int count = (int) input.readVarint(MAX_STREAM_RUNS, "a number of runs");
    var runs = new ArrayList<Long>();
    for (int i = 0; i < count; i++) {
      runs.add(input.readVarint(Integer.MAX_VALUE, "a run of streams"));
    }
    return runs;
  }

  private static Digest readDigest(PatchInput input, String expected)
      throws IOException, MalformedPatchException {
    var bytes = new byte[Digest.LENGTH_BYTES];
    input.readFully(bytes, bytes.length, expected);
    return Digest.ofBytes(bytes);
  }

  void write(OutputStream target) throws IOException {
    target.write(MAGIC);
    target.write(VERSION);
    target.write(container.code);
    Varint.write(target, baseBytes);
    Varint.write(target, resultBytes);
    if (container != Container.PLAIN) {
      Varint.write(target, viewBytes);
      Varint.write(target, scratchBytes);
    }
    for (int bits : windowBits) {
      target.write(bits);
    }
    Varint.write(target, maxBlockBytes);
    if (container != Container.PLAIN) {
      target.write(level);
      Varint.write(target, streamRuns.size());
      for (long run : streamRuns) {
        Varint.write(target, run);
      }
    }
    if (baseBytes > 0) {
      target.write(base.bytes());
    }
    target.write(result.bytes());
  }

  int[] windowBytes() {
    return windowBits.stream().mapToInt(bits -> 1 << bits).toArray();
  }
}
