package dev.sluice.formats.classfile.code;

import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.stream.MalformedPatchException;

/// Entries of a StackMapTable (JVMS 4.7.4).
public final class FrameForm {
  private FrameForm() {}

  /// Frames that do not take the shorter form where they could would not come out again.
  public static int delta(ByteCursor source, int type) throws MalformedPatchException {
    if (type < 128) {
      return type & 63;
    }
    CodeMap.require(type >= 247);
    int delta = source.u2();
    CodeMap.require(delta > 63 || (type != 247 && type != 251));
    return delta;
  }

  /// Passes over the types that a frame names, behind its delta.
  public static void skip(ByteCursor source, int type) throws MalformedPatchException {
    int types = 0;
    if (type == 255) {
      skipTypes(source, source.u2());
      types = source.u2();
    } else if (type >= 252) {
      types = type - 251;
    } else if (type == 247 || (type >= 64 && type < 128)) {
      types = 1;
    }
    skipTypes(source, types);
  }

  private static void skipTypes(ByteCursor source, int count) throws MalformedPatchException {
    for (int left = count; left > 0; left--) {
      source.skip(source.u1() >= 7 ? 2 : 0);
    }
  }
}
