package dev.sluice.formats.zstd;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Makes a frame as a recipe says, but for its corrections.
///
/// What it makes does not depend on how the contents are cut. The last byte comes together with the
/// end of the frame, unless an empty block ends it: the encoder must not know earlier that contents
/// end, nor later.
public final class Encoder implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /// Buffers, without the encoder itself.
  static final long OWN_MEMORY_BYTES = 4 * BUFFER_BYTES;

  private static final int LEVEL = 100;
  private static final int WINDOW_LOG = 101;
  private static final int HASH_LOG = 102;
  private static final int CHAIN_LOG = 103;
  private static final int SEARCH_LOG = 104;
  private static final int MIN_MATCH = 105;
  private static final int TARGET_LENGTH = 106;
  private static final int STRATEGY = 107;
  private static final int LONG_DISTANCE = 160;
  private static final int CONTENT_SIZE = 200;
  private static final int CHECKSUM = 201;
  private static final int WORKERS = 400;
  private static final int STABLE_INPUT = 1006;
  private static final int SPLITTER_LEVEL = 1017;

  /// Error codes are the largest numbers there are.
  private static final long LEAST_ERROR = -200;

  private final Libzstd library;
  private final ZstdRecipe recipe;
  private final ByteSink sink;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment encoder;
  private final MemorySegment input;
  private final MemorySegment output;
  private final MemorySegment made = arena.allocate(Long.BYTES, Long.BYTES);
  private final MemorySegment taken = arena.allocate(Long.BYTES, Long.BYTES);
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long filled;
  private long left;

  /// Allocates what it needs.
  ///
  /// @param sink takes what is made
  /// @throws MalformedPatchException if this libzstd knows no such parameters
  /// @throws IOException if there is no memory
  public Encoder(Libzstd library, ZstdRecipe recipe, ByteSink sink)
      throws IOException, MalformedPatchException {
    this.library = library;
    this.recipe = recipe;
    this.sink = sink;
    this.left = recipe.contentsBytes();
    boolean isInOnePiece = recipe.mode() == Mode.ONE_SHOT || recipe.mode() == Mode.IN_PLACE;
    input = arena.allocate(isInOnePiece ? Math.max(1, left) : BUFFER_BYTES);
    output = arena.allocate(recipe.mode() == Mode.ONE_SHOT ? Parameters.bound(left) : BUFFER_BYTES);
    // Behind the buffers: if there is no memory for them, nobody would free it.
    this.encoder = library.create();
    if (encoder.address() == 0) {
      arena.close();
      throw new IOException("libzstd got no memory");
    }
    try {
      configure();
    } catch (IOException | MalformedPatchException e) {
      close();
      throw e;
    }
  }

  private void configure() throws IOException, MalformedPatchException {
    var parameters = recipe.parameters();
    set(LEVEL, 1);
    set(WINDOW_LOG, parameters.windowLog());
    set(HASH_LOG, parameters.hashLog());
    set(CHAIN_LOG, parameters.chainLog());
    set(SEARCH_LOG, parameters.searchLog());
    set(MIN_MATCH, parameters.minMatch());
    set(TARGET_LENGTH, parameters.targetLength());
    set(STRATEGY, parameters.strategy());
    set(CHECKSUM, recipe.hasChecksum() ? 1 : 0);
    set(CONTENT_SIZE, recipe.hasContentsBytes() ? 1 : 0);
    if (recipe.isLong()) {
      set(LONG_DISTANCE, 1);
    }
    if (recipe.mode() == Mode.WORKER) {
      set(WORKERS, 1);
    }
    if (recipe.mode() == Mode.IN_PLACE) {
      set(STABLE_INPUT, 1);
    }
    if (recipe.isUnsplit()) {
      set(SPLITTER_LEVEL, 1);
    }
    if (recipe.isPledged() && recipe.mode() != Mode.ONE_SHOT) {
      long _ = require(library.pledge(encoder, recipe.contentsBytes()));
    }
  }

  private void set(int parameter, int value) throws MalformedPatchException {
    if (isError(library.setParameter(encoder, parameter, value))) {
      throw MalformedPatchException.corrupt(0, "libzstd must know the parameters of a recipe");
    }
  }

  private static boolean isError(long result) {
    return result < 0 && result > LEAST_ERROR;
  }

  private static long require(long result) throws IOException {
    if (isError(result)) {
      throw new IOException("libzstd ended with error " + -result);
    }
    return result;
  }

  /// Takes contents, of which there must be as many as the recipe says.
  public void accept(byte[] contents, int offset, int count)
      throws IOException, MalformedPatchException {
    if (count > left) {
      throw wrongLength();
    }
    int done = 0;
    while (done < count) {
      int step = (int) Math.min(count - done, input.byteSize() - filled);
      MemorySegment.copy(contents, offset + done, input, ValueLayout.JAVA_BYTE, filled, step);
      filled += step;
      left -= step;
      done += step;
      if (filled == input.byteSize() && left > 0) {
        pass(filled);
      }
    }
  }

  private MalformedPatchException wrongLength() {
    return MalformedPatchException.corrupt(
        recipe.contentsBytes() - left, "contents must be as long as the recipe says");
  }

  /// Gives the first `count` bytes of the input to the encoder.
  private void pass(long count) throws IOException, MalformedPatchException {
    for (long at = 0; at < count; at += taken.get(ValueLayout.JAVA_LONG, 0)) {
      long _ = step(input.asSlice(at, count - at), Libzstd.CONTINUE);
    }
    MemorySegment.copy(input, count, input, 0, filled - count);
    filled -= count;
  }

  /// Makes what has been taken so far come out, so that it can be compared; the frame is not what
  /// it would have been.
  public void flush() throws IOException, MalformedPatchException {
    pass(filled);
    drain(Libzstd.FLUSH);
  }

  /// Ends the frame.
  public void finish() throws IOException, MalformedPatchException {
    if (left > 0) {
      throw wrongLength();
    }
    switch (recipe.mode()) {
      case ONE_SHOT -> write(require(library.compress(encoder, output, input.asSlice(0, filled))));
      case IN_PLACE -> encodeInPlace();
      case STREAMED, WORKER -> {
        pass(recipe.endsEmpty() || filled == 0 ? filled : filled - 1);
        drain(Libzstd.END);
      }
    }
  }

  /// The encoder reads all from where it lies. It is told that contents go on, if it must not know
  /// how long they are.
  private void encodeInPlace() throws IOException, MalformedPatchException {
    taken.set(ValueLayout.JAVA_LONG, 0, 0);
    if (!recipe.isPledged() && filled > 1) {
      var butTheLast = input.asSlice(0, filled - 1);
      while (taken.get(ValueLayout.JAVA_LONG, 0) < filled - 1) {
        long _ = stepOn(butTheLast, Libzstd.CONTINUE);
      }
    }
    long more = 1;
    while (more > 0) {
      more = stepOn(input.asSlice(0, filled), Libzstd.END);
    }
  }

  private void drain(int directive) throws IOException, MalformedPatchException {
    long more = 1;
    while (more > 0) {
      more = step(input.asSlice(0, filled), directive);
      long count = taken.get(ValueLayout.JAVA_LONG, 0);
      MemorySegment.copy(input, count, input, 0, filled - count);
      filled -= count;
    }
  }

  /// One step of the encoder, which takes or makes at least a byte, or fails.
  ///
  /// @return 0 if nothing is left to do
  private long step(MemorySegment source, int directive)
      throws IOException, MalformedPatchException {
    taken.set(ValueLayout.JAVA_LONG, 0, 0);
    return stepOn(source, directive);
  }

  /// The same, where some of the source has been taken already.
  private long stepOn(MemorySegment source, int directive)
      throws IOException, MalformedPatchException {
    made.set(ValueLayout.JAVA_LONG, 0, 0);
    long more = require(library.stream(encoder, output, made, source, taken, directive));
    write(made.get(ValueLayout.JAVA_LONG, 0));
    return more;
  }

  private void write(long count) throws IOException, MalformedPatchException {
    for (long at = 0; at < count; at += BUFFER_BYTES) {
      int step = (int) Math.min(BUFFER_BYTES, count - at);
      MemorySegment.copy(output, ValueLayout.JAVA_BYTE, at, buffer, 0, step);
      sink.write(buffer, 0, step);
    }
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      library.free(encoder);
      arena.close();
    }
  }
}
