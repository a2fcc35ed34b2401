package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.util.ArrayList;
import java.util.List;

/// Computes an artifact's digest and its slice list in one pass over its bytes.
///
/// For one thread and one artifact.
public final class SliceDigester {
  private final long sliceLengthBytes;
  private final Digester whole = new Digester();
  private final Digester slice = new Digester();
  private final List<Digest> slices = new ArrayList<>();
  private long lengthBytes;

  /// Starts over no bytes.
  public SliceDigester(long sliceLengthBytes) {
    SliceList.requireSliceLength(sliceLengthBytes);
    this.sliceLengthBytes = sliceLengthBytes;
  }

  /// Adds the next bytes of the artifact.
  ///
  /// @throws IllegalStateException past [Artifact#MAX_LENGTH_BYTES]
  public void update(byte[] source, int offset, int length) {
    if (lengthBytes + length > Artifact.MAX_LENGTH_BYTES) {
      throw new IllegalStateException("the artifact is longer than its limit");
    }
    whole.update(source, offset, length);
    int end = offset + length;
    int at = offset;
    while (at < end) {
      long room = sliceLengthBytes - lengthBytes % sliceLengthBytes;
      int step = (int) Math.min(room, end - at);
      slice.update(source, at, step);
      at += step;
      lengthBytes += step;
      if (step == room) {
        slices.add(slice.digest());
      }
    }
  }

  /// How many bytes were added.
  public long lengthBytes() {
    return lengthBytes;
  }

  /// The result; the digester must not be used again.
  ///
  /// @throws IllegalArgumentException if no bytes were added: empty artifacts do not exist
  public Result finish() {
    if (lengthBytes % sliceLengthBytes != 0) {
      slices.add(slice.digest());
    }
    return new Result(whole.digest(), new SliceList(sliceLengthBytes, lengthBytes, slices));
  }

  /// What one pass found.
  ///
  /// @param digest SHA-256 of all bytes
  /// @param slices the slices and the artifact's length
  public record Result(Digest digest, SliceList slices) {}
}
