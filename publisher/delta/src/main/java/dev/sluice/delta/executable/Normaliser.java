package dev.sluice.delta.executable;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Writes an executable in a form in which code that only moved looks the same.
///
/// Each reference is replaced by a hash of what stands at its target, itself without references.
/// Matching such forms of old and new finds longer and truer alignments than matching the files;
/// the edit script holds for the files as well, since no byte changes its place.
public final class Normaliser {
  /// Bytes of the target that make the label.
  private static final int SAMPLE = 16;

  private Normaliser() {}

  /// Writes the normalised form of `model`'s executable over a plain copy of it.
  ///
  /// @param bytes the whole address space that the model was found in, as it is; rewritten here
  public static void normalise(ExecutableModel model, MemorySegment bytes) throws IOException {
    blank(model, bytes);
    label(model, bytes);
  }

  private static void blank(ExecutableModel model, MemorySegment bytes) throws IOException {
    var references = new References(model);
    for (long at = 0; at < model.lengthBytes(); at = references.blockEnd()) {
      var fields = references.load(at);
      for (int i = 0; i < fields.size(); i++) {
        if (isLabelled(fields.kind(i))) {
          write(bytes, model.start() + fields.position(i), fields.kind(i), 0);
        }
      }
    }
  }

  private static void label(ExecutableModel model, MemorySegment bytes) throws IOException {
    var references = new References(model);
    var labels = new LabelSource(model, bytes);
    for (long at = 0; at < model.lengthBytes(); at = references.blockEnd()) {
      var fields = references.load(at);
      for (int i = 0; i < fields.size(); i++) {
        if (isLabelled(fields.kind(i))) {
          write(
              labels.labelled,
              model.start() + fields.position(i),
              fields.kind(i),
              labels.of(fields.target(i)));
        }
      }
    }
    bytes.copyFrom(labels.labelled);
  }

  private static boolean isLabelled(Kind kind) {
    return kind != Kind.EXTENT && kind != Kind.LONG_EXTENT;
  }

  private static void write(MemorySegment bytes, long position, Kind kind, int value) {
    for (int i = 0; i < kind.width() && position + i < bytes.byteSize(); i++) {
      bytes.set(JAVA_BYTE, position + i, (byte) (i < 4 ? value >>> (8 * i) : 0));
    }
  }

  /// Hashes of what stands at an address.
  private static final class LabelSource {
    private final ExecutableModel model;
    private final MemorySegment blanked;
    private final MemorySegment labelled;

    LabelSource(ExecutableModel model, MemorySegment blanked) {
      this.model = model;
      this.blanked = blanked;
      this.labelled = MemorySegment.ofArray(new byte[Math.toIntExact(blanked.byteSize())]);
      this.labelled.copyFrom(blanked);
    }

    int of(long target) {
      var range = model.targetAt(target);
      if (range == null) {
        return 1;
      }
      if (!range.isStored()) {
        return 2;
      }
      long at = model.start() + target - range.address() + range.offset();
      int hash = 1;
      for (int i = 0; i < SAMPLE && at + i < blanked.byteSize(); i++) {
        hash = hash * 0x01000193 ^ blanked.get(JAVA_BYTE, at + i);
      }
      return hash * 0x9e3779b1;
    }
  }
}
