package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The digests of an artifact's slices, in order: what lets a cache check a part of the artifact.
///
/// Slice `i` is the bytes `[i · sliceLengthBytes, (i + 1) · sliceLengthBytes)`, the last one cut at
/// the artifact's end. Its encoded form is the 32-byte digests one after the other; the digest of
/// these bytes names the object.
///
/// @param sliceLengthBytes [#MIN_SLICE_LENGTH_BYTES] to [#MAX_SLICE_LENGTH_BYTES]
/// @param lengthBytes length of the artifact, 1 to [Artifact#MAX_LENGTH_BYTES]
/// @param digests one per slice
public record SliceList(long sliceLengthBytes, long lengthBytes, List<Digest> digests) {
  /// 1 MiB: 0.003 % of overhead, and a bad slice costs a second on a link of 8 Mbit/s.
  public static final long DEFAULT_SLICE_LENGTH_BYTES = 1L << 20;

  /// Smaller slices would make the list a noticeable part of the artifact.
  public static final long MIN_SLICE_LENGTH_BYTES = 1L << 10;

  /// Larger slices could not be checked in the memory of a small device.
  public static final long MAX_SLICE_LENGTH_BYTES = 1L << 26;

  /// Checks the lengths and that there is one digest per slice.
  public SliceList {
    digests = List.copyOf(digests);
    requireSliceLength(sliceLengthBytes);
    if (lengthBytes < 1 || lengthBytes > Artifact.MAX_LENGTH_BYTES) {
      throw new IllegalArgumentException("artifact length out of range: " + lengthBytes);
    }
    if (digests.size() != sliceCount(sliceLengthBytes, lengthBytes)) {
      throw new IllegalArgumentException(
          "expected %d slice digests for %d bytes, got %d"
              .formatted(sliceCount(sliceLengthBytes, lengthBytes), lengthBytes, digests.size()));
    }
  }

  /// How many slices an artifact has.
  public static long sliceCount(long sliceLengthBytes, long lengthBytes) {
    return (lengthBytes + sliceLengthBytes - 1) / sliceLengthBytes;
  }

  /// Length of the encoded list of such an artifact.
  public static long encodedLengthBytes(long sliceLengthBytes, long lengthBytes) {
    return sliceCount(sliceLengthBytes, lengthBytes) * Digest.LENGTH_BYTES;
  }

  /// The digests one after the other.
  public byte[] encode() {
    var buffer = ByteBuffer.allocate(digests.size() * Digest.LENGTH_BYTES);
    digests.forEach(digest -> buffer.put(digest.bytes()));
    return buffer.array();
  }

  /// Reads a list from outside.
  ///
  /// @return nothing unless `encoded` has exactly [#encodedLengthBytes(long, long)] bytes, the only
  ///     thing that can be wrong with it
  /// @throws IllegalArgumentException if one of the lengths is out of range
  public static Optional<SliceList> decode(
      long sliceLengthBytes, long lengthBytes, byte[] encoded) {
    requireSliceLength(sliceLengthBytes);
    if (encoded.length != encodedLengthBytes(sliceLengthBytes, lengthBytes)) {
      return Optional.empty();
    }
    List<Digest> digests = new ArrayList<>(encoded.length / Digest.LENGTH_BYTES);
    for (int start = 0; start < encoded.length; start += Digest.LENGTH_BYTES) {
      digests.add(Digest.ofBytes(Arrays.copyOfRange(encoded, start, start + Digest.LENGTH_BYTES)));
    }
    return Optional.of(new SliceList(sliceLengthBytes, lengthBytes, digests));
  }

  /// The digest of the encoded list, under which it stands in the object store.
  public Digest digest() {
    return Digest.sha256(encode());
  }

  /// What an artifact's target entry says of this list.
  public SliceReference reference() {
    return new SliceReference(sliceLengthBytes, digest());
  }

  static void requireSliceLength(long sliceLengthBytes) {
    if (!isSliceLength(sliceLengthBytes)) {
      throw new IllegalArgumentException("slice length out of range: " + sliceLengthBytes);
    }
  }

  static boolean isSliceLength(long sliceLengthBytes) {
    return sliceLengthBytes >= MIN_SLICE_LENGTH_BYTES && sliceLengthBytes <= MAX_SLICE_LENGTH_BYTES;
  }
}
