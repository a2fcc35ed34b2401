package dev.sluice.formats.xz;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeNumbers;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// Makes a stream of xz again, with liblzma's encoder of LZMA2.
///
/// What an encoder makes depends on its version; those of liblzma 5.2 to 5.8 are meant to agree,
/// and the digest of the result tells if they do not. An [IOException] that is not the sink's says
/// that liblzma failed: this machine has not the memory that the recipe asks for.
public final class XzRebuilder implements StreamRebuilder {
  /// A stream of more blocks is refused: they are listed at its end, and so in memory.
  public static final int MAX_BLOCKS = 1 << 16;

  private static final int BYTES_PER_BLOCK = 20;
  private static final int PADDING_BYTES = 3;

  private final RecipeReader recipe;
  private final XzRecipe made;
  private final ByteSink sink;
  private final Filters filters;
  private final RawEncoder encoder;
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();

  private int blocks;
  private long contentsLeft;

  private long blockContents;
  private long blockLeft;
  private long compressedBytes;
  private Checksum checksum;

  private XzRebuilder(
      RecipeReader recipe, XzRecipe made, ByteSink sink, Filters filters, RawEncoder encoder) {
    this.recipe = recipe;
    this.made = made;
    this.sink = sink;
    this.filters = filters;
    this.encoder = encoder;
    this.contentsLeft = made.contentsBytes();
    this.checksum = new Checksum(made.check());
  }

  /// Whether this machine has a liblzma. Only then may a rebuilder be opened.
  public static boolean isAvailable() {
    return Liblzma.find().isPresent();
  }

  /// What rebuilding with `filters` needs at most: mostly the encoder, 94 MiB for `xz -6`.
  public static long memoryBytes(Filters filters) {
    return filters.encoderBytes() + RawEncoder.OWN_MEMORY_BYTES + MAX_BLOCKS * BYTES_PER_BLOCK;
  }

  /// Prepares a rebuilder and writes the stream's header to `sink`, which takes what is made.
  ///
  /// @param recipe the first part is read now, the rest as blocks begin
  /// @param maxMemoryBytes what the rebuilder may need
  /// @throws MalformedPatchException if the recipe breaks its rules, or would need more memory
  /// @throws IllegalStateException if there is no liblzma
  public static XzRebuilder open(RecipeReader recipe, ByteSink sink, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    Optional<Liblzma> library = Liblzma.find();
    if (library.isEmpty()) {
      throw new IllegalStateException("rebuilding xz needs liblzma; ask isAvailable first");
    }
    var made = XzRecipe.read(recipe);
    var filters = new Filters(library.orElseThrow(), made);
    if (memoryBytes(filters) > maxMemoryBytes) {
      filters.close();
      throw MalformedPatchException.corrupt(
          0,
          "a stream of xz must be rebuilt in %d bytes of memory, not %d"
              .formatted(maxMemoryBytes, memoryBytes(filters)));
    }
    var encoder = new RawEncoder(library.orElseThrow(), filters.chain(), sink);
    var rebuilder = new XzRebuilder(recipe, made, sink, filters, encoder);
    rebuilder.write(XzFormat.streamHeader(made.check().code()));
    return rebuilder;
  }

  @Override
  public long memoryBytes() {
    return memoryBytes(filters);
  }

  @Override
  public void accept(byte[] contents, int offset, int count)
      throws IOException, MalformedPatchException {
    int taken = 0;
    while (taken < count) {
      if (blockLeft == 0) {
        beginBlock();
      }
      int step = (int) Math.min(count - taken, blockLeft);
      checksum.update(contents, offset + taken, step);
      encoder.encode(contents, offset + taken, step, made.check() == Check.CRC64);
      taken += step;
      blockLeft -= step;
      contentsLeft -= step;
      if (blockLeft == 0) {
        endBlock();
      }
    }
  }

  private void beginBlock() throws IOException, MalformedPatchException {
    if (contentsLeft == 0) {
      throw corrupt("contents must be as long as the recipe says");
    }
    if (blocks == MAX_BLOCKS) {
      throw corrupt("a stream must have at most " + MAX_BLOCKS + " blocks");
    }
    blocks++;
    blockContents =
        made.blockBytes() == 0 ? contentsLeft : Math.min(made.blockBytes(), contentsLeft);
    blockLeft = blockContents;
    compressedBytes =
        made.isSized()
            ? RecipeNumbers.read(recipe, Long.MAX_VALUE, "the compressed length of a block")
            : 0;
    checksum = new Checksum(made.check());
    write(made.blockHeader(compressedBytes, blockContents));
    encoder.begin();
  }

  private void endBlock() throws IOException, MalformedPatchException {
    encoder.finish();
    long written = encoder.written();
    if (made.isSized() && written != compressedBytes) {
      throw corrupt("a block must take %d bytes, not %d".formatted(compressedBytes, written));
    }
    write(new byte[(int) (-written & PADDING_BYTES)]);
    write(checksum.value(encoder.crc64()));
    XzFormat.writeVli(records, made.headerBytes() + written + made.check().lengthBytes());
    XzFormat.writeVli(records, blockContents);
  }

  @Override
  public void finish() throws IOException, MalformedPatchException {
    if (contentsLeft > 0) {
      throw corrupt("contents must be as long as the recipe says");
    }
    var index = new ByteArrayOutputStream();
    index.write(0);
    XzFormat.writeVli(index, blocks);
    records.writeTo(index);
    long indexBytes = XzFormat.aligned(index.size()) + Integer.BYTES;
    write(XzFormat.withChecksum(index, (int) indexBytes));
    write(XzFormat.footer(made.check().code(), indexBytes));
  }

  private void write(byte[] bytes) throws IOException, MalformedPatchException {
    sink.write(bytes, 0, bytes.length);
  }

  private MalformedPatchException corrupt(String rule) {
    return MalformedPatchException.corrupt(made.contentsBytes() - contentsLeft, rule);
  }

  @Override
  public void close() {
    encoder.close();
    filters.close();
  }
}
