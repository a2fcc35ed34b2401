package dev.sluice.formats.executable;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Finds the references in AArch64 code.
///
/// Arm Architecture Reference Manual for A-profile, chapter C4. An address is often made of two
/// instructions, `adrp` for its page and another for the rest: each is read together with the
/// other,
/// which is looked for nearby.
final class ArmReferences implements CodeReferences {
  /// Bytes around an instruction in which its other half is looked for.
  private static final int REACH = 64;

  private static final int NONE = -1;

  private final ExecutableModel model;
  private final Window window;

  ArmReferences(ExecutableModel model, Window window) {
    this.model = model;
    this.window = window;
  }

  @Override
  public void find(Range range, long from, long to, FieldList fields) throws IOException {
    long start = Math.max(range.offset(), from - REACH);
    long end = Math.min(range.offset() + range.length(), to + REACH);
    int first = window.load(start, (int) (end - start));
    byte[] code = window.buffer();
    int last = first + (int) (end - start) - Integer.BYTES;
    long shift = start - first;
    long toAddress = range.address() - range.offset() + shift;
    int at = first + (int) (from - start + (-(from - range.offset()) & 3));
    for (; at + shift < to && at <= last; at += Integer.BYTES) {
      int word = Window.int32(code, at);
      long place = toAddress + at;
      var kind = kind(word);
      if (kind == null) {
        continue;
      }
      long target =
          switch (kind) {
            case ARM_PAGE -> page(word, place) + lowBehind(code, at, last, word & 31);
            case ARM_LOW -> lowWithPage(code, at, first, place, word);
            default -> kind.decode(word, place, 0);
          };
      if (target != NONE && isPlausible(kind, target)) {
        fields.add(at + shift, kind, target, place, word);
      }
    }
  }

  private boolean isPlausible(Kind kind, long target) {
    return (kind == Kind.ARM_BRANCH_26 || kind == Kind.ARM_BRANCH_14)
        ? model.isCode(target)
        : model.targetAt(target) != null;
  }

  private static @Nullable Kind kind(int word) {
    if ((word & 0x7c000000) == 0x14000000) {
      return Kind.ARM_BRANCH_26;
    }
    if ((word & 0xff000010) == 0x54000000
        || (word & 0x7e000000) == 0x34000000
        || (word & 0x3b000000) == 0x18000000) {
      return Kind.ARM_BRANCH_19;
    }
    if ((word & 0x7e000000) == 0x36000000) {
      return Kind.ARM_BRANCH_14;
    }
    if ((word & 0x1f000000) == 0x10000000) {
      return word < 0 ? Kind.ARM_PAGE : Kind.ARM_NEAR;
    }
    return isLow(word) ? Kind.ARM_LOW : null;
  }

  /// `add` of twelve bits, or a load or store with an unsigned offset.
  private static boolean isLow(int word) {
    return (word & 0xffc00000) == 0x91000000 || (word & 0x3b000000) == 0x39000000;
  }

  private static long page(int word, long place) {
    return Kind.ARM_PAGE.decode(word, place, 0);
  }

  private static long low(int word) {
    return (word >>> 10 & 0xfffL) << Kind.lowScale(word);
  }

  /// The low bits that a following instruction adds to `register`, 0 if none is found.
  private static long lowBehind(byte[] code, int at, int last, int register) {
    for (int i = at + 4; i <= Math.min(last, at + REACH); i += 4) {
      int word = Window.int32(code, i);
      if (isLow(word) && (word >>> 5 & 31) == register) {
        return low(word);
      }
      if ((word & 31) == register) {
        return 0;
      }
    }
    return 0;
  }

  /// The address that an instruction completes, [#NONE] if its page is not found.
  private static long lowWithPage(byte[] code, int at, int first, long place, int low) {
    int register = low >>> 5 & 31;
    for (int i = at - 4; i >= Math.max(first, at - REACH); i -= 4) {
      int word = Window.int32(code, i);
      if ((word & 31) == register) {
        boolean isPage = (word & 0x9f000000) == 0x90000000;
        return isPage ? page(word, place - (at - i)) + low(low) : NONE;
      }
    }
    return NONE;
  }
}
