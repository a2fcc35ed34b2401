package dev.sluice.formats;

import dev.sluice.formats.stream.MalformedPatchException;
import java.util.List;

/// All formats of streams, by their numbers in patches.
public final class StreamFormats {
  private static final List<StreamFormat> ALL =
      List.of(
          new Deflate(),
          new Lz4Frame(),
          new Xz(),
          new ClassFile(),
          new DeflatedClass(),
          new Zstd(),
          new Lz4Block());

  private StreamFormats() {}

  /// All there are, in the order of their numbers.
  public static List<StreamFormat> all() {
    return ALL;
  }

  /// The format of a number.
  ///
  /// @throws MalformedPatchException if there is none
  public static StreamFormat of(long code) throws MalformedPatchException {
    for (var format : ALL) {
      if (format.code() == code) {
        return format;
      }
    }
    throw MalformedPatchException.corrupt(0, "a known format of streams, not " + code);
  }
}
