package dev.sluice.publisher.store;

import dev.sluice.release.Artifact;
import dev.sluice.release.SliceDigester;
import dev.sluice.release.SliceList;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// What one pass over a file found: everything that its upload needs.
///
/// @param digest SHA-256 of the file
/// @param slices its slices and its length
/// @param parts in which it is uploaded
public record ScannedFile(Digest digest, SliceList slices, List<UploadPart> parts) {
  /// S3 takes no part but the last below 5 MiB; larger ones make fewer requests and repeat more
  /// after a failure.
  static final long MIN_PART_LENGTH_BYTES = 8L << 20;

  private static final long MAX_PARTS = 10_000;
  private static final int BUFFER_BYTES = 1 << 18;

  /// Copies.
  public ScannedFile {
    parts = List.copyOf(parts);
  }

  /// Length of the file in bytes.
  public long lengthBytes() {
    return slices.lengthBytes();
  }

  /// Reads a file once, from start to end.
  ///
  /// @param file of 1 to [Artifact#MAX_LENGTH_BYTES] bytes; the caller has checked that
  /// @throws IOException if it cannot be read, or changes its length meanwhile
  public static ScannedFile scan(Path file, long sliceLengthBytes) throws IOException {
    return scan(file, sliceLengthBytes, _ -> {});
  }

  /// Reads a file once, from start to end, and tells how far it is.
  ///
  /// @param progress gets the number of bytes that were read, rising
  /// @throws IOException as [#scan(Path, long)]
  public static ScannedFile scan(Path file, long sliceLengthBytes, LongConsumer progress)
      throws IOException {
    long lengthBytes = Files.size(file);
    return scan(file, lengthBytes, sliceLengthBytes, partLengthBytes(lengthBytes), progress);
  }

  private static ScannedFile scan(
      Path file,
      long lengthBytes,
      long sliceLengthBytes,
      long partLengthBytes,
      LongConsumer progress)
      throws IOException {
    var slices = new SliceDigester(sliceLengthBytes);
    var part = new Digester();
    List<UploadPart> parts = new ArrayList<>();
    long partStart = 0;
    var buffer = new byte[BUFFER_BYTES];
    try (InputStream input = Files.newInputStream(file)) {
      while (slices.lengthBytes() < lengthBytes) {
        long partEnd = Math.min(partStart + partLengthBytes, lengthBytes);
        long room = partEnd - slices.lengthBytes();
        int read = input.read(buffer, 0, (int) Math.min(buffer.length, room));
        if (read < 0) {
          throw new IOException("it became shorter while it was read");
        }
        slices.update(buffer, 0, read);
        part.update(buffer, 0, read);
        progress.accept(slices.lengthBytes());
        if (read == room) {
          parts.add(
              new UploadPart(parts.size() + 1, partStart, partEnd - partStart, part.digest()));
          partStart = partEnd;
        }
      }
      if (input.read() >= 0) {
        throw new IOException("it became longer while it was read");
      }
    }
    SliceDigester.Result result = slices.finish();
    return new ScannedFile(result.digest(), result.slices(), parts);
  }

  static long partLengthBytes(long lengthBytes) {
    return Math.max(MIN_PART_LENGTH_BYTES, Math.ceilDiv(lengthBytes, MAX_PARTS));
  }
}
