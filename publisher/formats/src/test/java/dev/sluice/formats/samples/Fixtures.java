package dev.sluice.formats.samples;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;

/// Streams made by the real tools, and what tests of all formats do with streams.
public final class Fixtures {
  private Fixtures() {}

  /// The bytes of a file beside this class; one whose name ends in `.gz` is unpacked.
  public static byte[] read(String name) {
    try (var file = Fixtures.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalArgumentException("no such fixture: " + name);
      }
      return name.endsWith(".gz") ? new GZIPInputStream(file).readAllBytes() : file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `stream` with other bytes around it.
  public static MemorySegment surrounded(byte[] stream, int before, int behind) {
    var bytes = new byte[before + stream.length + behind];
    System.arraycopy(stream, 0, bytes, before, stream.length);
    return MemorySegment.ofArray(bytes);
  }

  /// Hands on contents in pieces of random lengths.
  public static void feed(StreamRebuilder rebuilder, byte[] contents, RandomGenerator random)
      throws IOException, MalformedPatchException {
    int at = 0;
    while (at < contents.length) {
      int step = Math.min(contents.length - at, random.nextInt(random.nextBoolean() ? 9 : 99_999));
      rebuilder.accept(contents, at, step);
      at += step;
    }
    rebuilder.finish();
  }

  /// Reads a recipe that ends.
  public static RecipeReader recipe(byte[] bytes) {
    return new Recipe(bytes).reader();
  }

  /// Keeps what is written, up to a limit that no test should reach.
  public static final class Kept extends ByteArrayOutputStream implements ByteSink {
    private static final int MAX_BYTES = 1 << 26;

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (length > MAX_BYTES - count) {
        throw new AssertionError("a decoder made more than " + MAX_BYTES + " bytes");
      }
      super.write(bytes, offset, length);
    }
  }
}
