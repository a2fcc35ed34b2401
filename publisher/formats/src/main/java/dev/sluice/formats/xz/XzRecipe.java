package dev.sluice.formats.xz;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeNumbers;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// How a stream was made: the first part of a recipe.
///
/// | part | bytes | meaning |
/// |---|---|---|
/// | check | 1 | its code in the stream header |
/// | preset | 1 | 0 to 9, and 16 if extreme |
/// | dictionary | 1 | its code in the LZMA2 filter, 0 to 40 |
/// | filter | 1 | 0, or a branch filter without options before LZMA2: 4 to 10 |
/// | header | 1 | length of a block header as it stands in its first byte |
/// | block | varint | contents of each block but the last, 4096 or more; 0 for one block |
/// | contents | varint | contents of the stream |
/// | is sized | 1 | 1 if the lengths stand in the block headers |
///
/// If they do, the compressed length of each block follows as a varint, which is read when the
/// block begins.
public record XzRecipe(
    Check check,
    int preset,
    int dictionaryCode,
    int filter,
    int headerCode,
    long blockBytes,
    long contentsBytes,
    boolean isSized) {
  public static final int EXTREME = 16;
  public static final int NO_FILTER = 0;
  public static final int MIN_FILTER = 4;
  public static final int MAX_FILTER = 10;
  public static final int MAX_PRESET = 9;

  private static final int MIN_HEADER_CODE = 2;

  /// Our choice: starting an encoder costs more than encoding a shorter block.
  private static final int MIN_BLOCK_BYTES = 1 << 12;

  static XzRecipe read(RecipeReader recipe) throws IOException, MalformedPatchException {
    var check = Check.find(recipe.read());
    int preset = recipe.read();
    int dictionaryCode = recipe.read();
    int filter = recipe.read();
    int headerCode = recipe.read();
    long blockBytes = RecipeNumbers.read(recipe, Long.MAX_VALUE, "the length of a block");
    long contentsBytes = RecipeNumbers.read(recipe, Long.MAX_VALUE, "the length of contents");
    long isSized = RecipeNumbers.read(recipe, 1, "whether blocks are sized");
    boolean isValid =
        check.isPresent()
            && (preset & ~EXTREME) <= MAX_PRESET
            && dictionaryCode <= XzFormat.MAX_DICTIONARY_CODE
            && (filter == NO_FILTER || (filter >= MIN_FILTER && filter <= MAX_FILTER))
            && headerCode >= MIN_HEADER_CODE
            && (blockBytes == 0 || blockBytes >= MIN_BLOCK_BYTES);
    if (!isValid) {
      throw MalformedPatchException.corrupt(0, "a recipe for xz must name what xz knows");
    }
    return new XzRecipe(
        check.orElseThrow(),
        preset,
        dictionaryCode,
        filter,
        headerCode,
        blockBytes,
        contentsBytes,
        isSized == 1);
  }

  public void write(ByteArrayOutputStream target) throws IOException {
    target.write(check.code());
    target.write(preset);
    target.write(dictionaryCode);
    target.write(filter);
    target.write(headerCode);
    Varint.write(target, blockBytes);
    Varint.write(target, contentsBytes);
    Varint.write(target, isSized ? 1 : 0);
  }

  public XzRecipe withPreset(int newPreset) {
    return new XzRecipe(
        check, newPreset, dictionaryCode, filter, headerCode, blockBytes, contentsBytes, isSized);
  }

  public int headerBytes() {
    return (headerCode + 1) * XzFormat.ALIGNMENT;
  }

  /// The header of a block; the lengths stand in it if the blocks are sized.
  byte[] blockHeader(long compressedBytes, long blockContentsBytes) throws MalformedPatchException {
    var fields = new ByteArrayOutputStream();
    fields.write(headerCode);
    int filters = filter == NO_FILTER ? 0 : 1;
    fields.write(
        isSized ? filters | XzFormat.HAS_COMPRESSED_BYTES | XzFormat.HAS_CONTENTS_BYTES : filters);
    if (isSized) {
      XzFormat.writeVli(fields, compressedBytes);
      XzFormat.writeVli(fields, blockContentsBytes);
    }
    if (filter != NO_FILTER) {
      fields.write(filter);
      fields.write(0);
    }
    fields.write(XzFormat.LZMA2);
    fields.write(1);
    fields.write(dictionaryCode);
    if (fields.size() > headerBytes() - Integer.BYTES) {
      throw MalformedPatchException.corrupt(0, "a block header must hold its fields");
    }
    return XzFormat.withChecksum(fields, headerBytes());
  }
}
