package dev.sluice.formats.zstd;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeNumbers;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// How a frame was made: the first part of a recipe.
///
/// | part | bytes | meaning |
/// |---|---|---|
/// | version | varint | of libzstd: 10507 for 1.5.7 |
/// | flags | 1 | see below |
/// | parameters | 5 to 7 | [Parameters] |
/// | contents | varint | length of the contents |
///
/// Flags: the mode in the lowest two bits (0 at once, 1 block by block, 2 job by job, 3 in
/// place, see [Mode]); 4 with a checksum; 8 with the length of the contents in the header; 16 that
/// length is known beforehand; 32
/// matches are looked for far away; 64 an empty block ends the frame; 128 blocks are not split.
///
/// Then follow the corrections ([CorrectedSink]).
public record ZstdRecipe(
    int version,
    Mode mode,
    boolean hasChecksum,
    boolean hasContentsBytes,
    boolean isPledged,
    boolean isLong,
    boolean endsEmpty,
    boolean isUnsplit,
    Parameters parameters,
    long contentsBytes) {
  private static final int MODE_MASK = 3;
  private static final int CHECKSUM = 4;
  private static final int CONTENTS = 8;
  private static final int PLEDGED = 16;
  private static final int LONG = 32;
  private static final int EMPTY_END = 64;
  private static final int UNSPLIT = 128;
  private static final int MAX_VERSION = 1 << 24;

  static ZstdRecipe read(RecipeReader recipe) throws IOException, MalformedPatchException {
    int version = (int) RecipeNumbers.read(recipe, MAX_VERSION, "a version of libzstd");
    int flags = recipe.read();
    var parameters = Parameters.read(recipe);
    long contentsBytes = RecipeNumbers.read(recipe, Long.MAX_VALUE >> 2, "the length of contents");
    return new ZstdRecipe(
        version,
        Mode.of(flags & MODE_MASK),
        (flags & CHECKSUM) != 0,
        (flags & CONTENTS) != 0,
        (flags & PLEDGED) != 0,
        (flags & LONG) != 0,
        (flags & EMPTY_END) != 0,
        (flags & UNSPLIT) != 0,
        parameters,
        contentsBytes);
  }

  public void write(ByteArrayOutputStream target) throws IOException {
    Varint.write(target, version);
    target.write(
        mode.code()
            | flag(hasChecksum, CHECKSUM)
            | flag(hasContentsBytes, CONTENTS)
            | flag(isPledged, PLEDGED)
            | flag(isLong, LONG)
            | flag(endsEmpty, EMPTY_END)
            | flag(isUnsplit, UNSPLIT));
    parameters.write(target);
    Varint.write(target, contentsBytes);
  }

  private static int flag(boolean isSet, int bit) {
    return isSet ? bit : 0;
  }

  /// Contents of a job of workers.
  public long jobLength() {
    return parameters.jobLength(isLong);
  }

  /// What the encoder takes at most.
  public long encoderBytes() {
    return parameters.memoryBytes(mode, contentsBytes, isPledged, isLong);
  }
}
