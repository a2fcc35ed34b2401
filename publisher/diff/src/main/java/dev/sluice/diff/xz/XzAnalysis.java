package dev.sluice.diff.xz;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.ComparingSink;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.stream.Varint;
import dev.sluice.formats.xz.Filters;
import dev.sluice.formats.xz.Liblzma;
import dev.sluice.formats.xz.XzExpander;
import dev.sluice.formats.xz.XzFormat;
import dev.sluice.formats.xz.XzRebuilder;
import dev.sluice.formats.xz.XzRecipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds how a stream of xz was made.
///
/// The stream's own fields say how it is cut into blocks, and how large the dictionary was; presets
/// are tried, those that have that dictionary first. An attempt encodes the whole stream, but ends
/// at the first byte that differs.
public final class XzAnalysis {
  /// log2 of the dictionaries of the presets 0 to 9.
  private static final List<Integer> PRESET_DICTIONARY_BITS =
      List.of(18, 20, 21, 22, 22, 23, 23, 24, 25, 26);

  private static final int FIRST_GUESS = 6;

  private final MemorySegment file;
  private final long start;
  private final XzLayout layout;
  private final long maxMemoryBytes;

  private XzAnalysis(MemorySegment file, long start, XzLayout layout, long maxMemoryBytes) {
    this.file = file;
    this.start = start;
    this.layout = layout;
    this.maxMemoryBytes = maxMemoryBytes;
  }

  /// Looks at the bytes of `file` from `start` on.
  ///
  /// @param maxContentsBytes a stream that holds more is left alone
  /// @param maxMemoryBytes a stream that needs more for rebuilding or expansion is left alone
  /// @param contents takes what the stream holds, if and only if it is found
  public static Analysis analyze(
      MemorySegment file, long start, long maxContentsBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    if (!isMarked(file, start)) {
      return new Analysis.NotThisFormat();
    }
    int limitKib = XzExpander.limitKib(maxMemoryBytes);
    Optional<Long> end = XzLayout.findEnd(file, start, maxContentsBytes, limitKib);
    if (end.isEmpty()) {
      return new Analysis.NotReproducible("it does not decode within its limits");
    }
    Optional<XzLayout> layout = XzLayout.read(file, start, end.orElseThrow());
    if (layout.isEmpty() || !layout.orElseThrow().isRegular()) {
      return new Analysis.NotReproducible("its blocks or filters are not those of the xz tool");
    }
    if (!XzRebuilder.isAvailable()) {
      return new Analysis.NotReproducible("this machine has no liblzma");
    }
    return new XzAnalysis(file, start, layout.orElseThrow(), maxMemoryBytes).run(contents);
  }

  private static boolean isMarked(MemorySegment file, long start) {
    var magic = MemorySegment.ofArray(XzFormat.magic());
    long end = start + magic.byteSize();
    return start >= 0
        && end <= file.byteSize()
        && MemorySegment.mismatch(file, start, end, magic, 0, magic.byteSize()) < 0;
  }

  private Analysis run(ByteSink contents) throws IOException, MalformedPatchException {
    for (int preset : candidates()) {
      var recipe = layout.recipe().withPreset(preset);
      if (makes(recipe)) {
        long contentsBytes = expand(contents);
        return new Analysis.Found(
            layout.compressedBytes(),
            contentsBytes,
            new Recipe(bytes(recipe)),
            memoryBytes(recipe));
      }
    }
    return new Analysis.NotReproducible("no preset makes it within its limits");
  }

  /// Presets in the order in which they are worth a try.
  private List<Integer> candidates() {
    var sameDictionary = new ArrayList<Integer>();
    var others = new ArrayList<Integer>();
    long dictionary = XzFormat.dictionaryBytes(layout.recipe().dictionaryCode());
    for (int i = 0; i <= XzRecipe.MAX_PRESET; i++) {
      int preset = (FIRST_GUESS + i) % (XzRecipe.MAX_PRESET + 1);
      boolean isSame = 1L << PRESET_DICTIONARY_BITS.get(preset) == dictionary;
      var list = isSame ? sameDictionary : others;
      list.add(preset);
      list.add(preset | XzRecipe.EXTREME);
    }
    sameDictionary.addAll(others);
    return sameDictionary;
  }

  private boolean makes(XzRecipe recipe) throws IOException {
    var comparison = new ComparingSink(file, start, start + layout.compressedBytes());
    var bytes = new ByteArrayInputStream(bytes(recipe));
    try (var rebuilder = XzRebuilder.open(bytes::read, comparison, maxMemoryBytes)) {
      long contentsBytes = expand(rebuilder::accept);
      rebuilder.finish();
      return contentsBytes == recipe.contentsBytes() && comparison.isComplete();
    } catch (ComparingSink.DifferenceException | MalformedPatchException e) {
      return false;
    }
  }

  private long expand(ByteSink contents) throws IOException, MalformedPatchException {
    var input = new SegmentInput(file, start);
    return XzExpander.expand(input, layout.compressedBytes(), maxMemoryBytes, contents);
  }

  private byte[] bytes(XzRecipe recipe) throws IOException {
    var bytes = new ByteArrayOutputStream();
    recipe.write(bytes);
    if (recipe.isSized()) {
      for (long compressedBytes : layout.blockBytes()) {
        Varint.write(bytes, compressedBytes);
      }
    }
    return bytes.toByteArray();
  }

  private static long memoryBytes(XzRecipe recipe) throws MalformedPatchException {
    try (var filters = new Filters(Liblzma.find().orElseThrow(), recipe)) {
      long dictionary = XzFormat.dictionaryBytes(recipe.dictionaryCode());
      return Math.max(XzRebuilder.memoryBytes(filters), dictionary + XzExpander.OWN_MEMORY_BYTES);
    }
  }
}
