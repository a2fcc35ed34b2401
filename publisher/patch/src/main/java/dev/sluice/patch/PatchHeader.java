package dev.sluice.patch;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Varint;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.wire.PatchInput;
import dev.sluice.patch.wire.PatchLengths;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What a patch says of itself before its body. The package's documentation has the layout.
///
/// @param base digest of the base; that of no bytes when the base is empty
/// @param result digest of what the patch makes
/// @param viewBytes length of the result's view
/// @param scratchBytes length of what the base's view holds besides the base
/// @param workspace what applying takes
public record PatchHeader(
    Digest base,
    long baseBytes,
    Digest result,
    long resultBytes,
    long viewBytes,
    long scratchBytes,
    Workspace workspace) {
  /// The format's version that this module writes and reads.
  public static final int VERSION = 6;

  static final String MAGIC_HEX = "534c4450";

  private static final byte[] MAGIC = "SLDP".getBytes(StandardCharsets.US_ASCII);
  private static final long MAX_VIEW_FACTOR = 64;
  private static final long MIN_VIEW_BYTES = 1 << 20;
  private static final Digest NOTHING = Digest.sha256(new byte[0]);

  /// What came of reading a header.
  public sealed interface Outcome {
    /// A header; whether its patch is any good shows later.
    record Read(PatchHeader header) implements Outcome {}

    /// No header of a patch that this module can apply.
    record Refused(PatchRefusal refusal) implements Outcome {}
  }

  /// Heap and native memory that applying the patch takes, beyond that of the caller's channels.
  public long memoryBytes() {
    return workspace.memoryBytes();
  }

  /// Reads the header of a patch and leaves the stream behind it.
  public static Outcome read(InputStream patch) throws IOException {
    return read(new PatchInput(patch));
  }

  /// The same of what is counted while it is read.
  public static Outcome read(PatchInput input) throws IOException {
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

  public static PatchRefusal refusal(MalformedPatchException e) {
    return e.isTruncated()
        ? new PatchRefusal.Truncated(e.rule(), e.offset())
        : new PatchRefusal.Corrupt(e.rule(), e.offset());
  }

  private static PatchHeader readFields(PatchInput input)
      throws IOException, MalformedPatchException {
    long baseBytes = input.readVarint(PatchLengths.MAX_LENGTH, "the length of the base");
    long resultBytes = input.readVarint(PatchLengths.MAX_LENGTH, "the length of the result");
    long viewBytes = input.readVarint(maxViewBytes(resultBytes), "a view length of");
    long scratchBytes = input.readVarint(PatchLengths.MAX_LENGTH, "the length of the scratch");
    var workspace = Workspace.read(input);
    var base = baseBytes == 0 ? NOTHING : readDigest(input, "the digest of the base");
    var result = readDigest(input, "the digest of the result");
    return new PatchHeader(
        base, baseBytes, result, resultBytes, viewBytes, scratchBytes, workspace);
  }

  /// Bound of the work that a small result may hide: streams that hold more are left alone.
  public static long maxViewBytes(long resultBytes) {
    return resultBytes * MAX_VIEW_FACTOR + MIN_VIEW_BYTES;
  }

  private static Digest readDigest(PatchInput input, String expected)
      throws IOException, MalformedPatchException {
    var bytes = new byte[Digest.LENGTH_BYTES];
    input.readFully(bytes, bytes.length, expected);
    return Digest.ofBytes(bytes);
  }

  public void write(OutputStream target) throws IOException {
    target.write(MAGIC);
    target.write(VERSION);
    Varint.write(target, baseBytes);
    Varint.write(target, resultBytes);
    Varint.write(target, viewBytes);
    Varint.write(target, scratchBytes);
    workspace.write(target);
    if (baseBytes > 0) {
      target.write(base.bytes());
    }
    target.write(result.bytes());
  }
}
