package dev.sluice.formats.samples;

import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.stream.ByteSource;
import dev.sluice.testkit.Seeded;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A small executable made of functions, strings and pointers, in which all refer to each other.
///
/// Each function calls the one whose name is given with it, and takes the address of the string of
/// its own name; each pointer leads to a function, and has its relocation.
public final class SyntheticElf {
  public static final int FUNCTION_LENGTH = 48;

  private static final int X86 = 62;
  private static final int ARM = 183;
  private static final int HEADER_LENGTH = 64;
  private static final long SHIFT_OF_CODE = 0x10000;
  private static final long SHIFT_OF_DATA = 0x13000;

  /// A function, and the one it calls.
  public record Function(String name, String callee) {}

  private final boolean isArm;
  private final List<Function> functions;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final Map<String, Integer> lengths = new LinkedHashMap<>();
  private final ByteBuffer bytes;

  public SyntheticElf(boolean isArm, List<Function> functions) {
    this.isArm = isArm;
    this.functions = functions;
    this.bytes = ByteBuffer.allocate(4096 + 512 * functions.size());
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    place();
    write();
  }

  public byte[] bytes() {
    return bytes.array();
  }

  public ByteSource source() {
    return ByteSource.of(MemorySegment.ofArray(bytes.array()));
  }

  public ExecutableModel model() throws IOException {
    return ExecutableModel.find(source(), 0, bytes.capacity()).orElseThrow();
  }

  /// A copy of the edit script from one to another.
  public record Copy(int from, int to, int length) {}

  /// Copies of all parts that stand in both, in the order of `neu`.
  public static List<Copy> copies(SyntheticElf old, SyntheticElf neu) {
    var copies = new ArrayList<Copy>();
    for (var part : neu.offsets.entrySet()) {
      var from = old.offsets.get(part.getKey());
      if (from != null) {
        copies.add(new Copy(from, part.getValue(), neu.lengths.getOrDefault(part.getKey(), 0)));
      }
    }
    return copies;
  }

  /// Damages it, mostly its tables, which everything else depends on.
  public SyntheticElf damaged(Seeded seed) {
    var damaged = bytes.array();
    var areas = List.of(64, damaged.length);
    for (int i = seed.nextInt(12); i > 0; i--) {
      int at = seed.chance(0.3) ? seed.nextInt(seed.pick(areas)) : seed.nextInt(320) + tables();
      damaged[Math.min(at, damaged.length - 1)] = (byte) seed.nextInt();
    }
    if (seed.chance(0.1)) {
      Arrays.fill(damaged, 16, damaged.length, (byte) seed.nextInt());
    }
    return this;
  }

  private void place() {
    int at = HEADER_LENGTH;
    for (var function : functions) {
      at = place("relocation " + function.name(), at, 24);
    }
    at = align(at);
    for (var function : functions) {
      at = place("code " + function.name(), at, FUNCTION_LENGTH);
    }
    for (var function : functions) {
      at = place("string " + function.name(), at, function.name().length() + 1);
    }
    at = align(at);
    for (var function : functions) {
      at = place("pointer " + function.name(), at, 8);
    }
    offsets.put("end", at);
  }

  private static int align(int at) {
    return (at + 15) & ~15;
  }

  private int place(String part, int at, int length) {
    offsets.put(part, at);
    lengths.put(part, length);
    return at + length;
  }

  private int offset(String part) {
    return offsets.getOrDefault(part, 0);
  }

  private long address(String part) {
    return offset(part) + (part.startsWith("pointer") ? SHIFT_OF_DATA : SHIFT_OF_CODE);
  }

  private void write() {
    for (var function : functions) {
      String name = function.name();
      bytes.put(offset("string " + name), name.getBytes(StandardCharsets.US_ASCII));
      bytes.putLong(offset("pointer " + name), address("code " + name));
      bytes.putLong(offset("relocation " + name), address("pointer " + name));
      bytes.putLong(offset("relocation " + name) + 8, 8);
      bytes.putLong(offset("relocation " + name) + 16, address("code " + name));
      if (isArm) {
        writeArm(function);
      } else {
        writeX86(function);
      }
    }
    writeHeaders();
  }

  private void writeX86(Function function) {
    int at = offset("code " + function.name());
    long address = address("code " + function.name());
    bytes.put(at, (byte) 0x55);
    bytes.put(at + 1, (byte) 0xe8);
    bytes.putInt(at + 2, (int) (address("code " + function.callee()) - address - 6));
    bytes.put(at + 6, (byte) 0x48).put(at + 7, (byte) 0x8d).put(at + 8, (byte) 0x3d);
    bytes.putInt(at + 9, (int) (address("string " + function.name()) - address - 13));
    bytes.put(at + 13, (byte) 0xb8).putInt(at + 14, function.name().hashCode());
    for (int i = 18; i < FUNCTION_LENGTH; i++) {
      bytes.put(at + i, (byte) (i == 18 ? 0xc3 : 0x90));
    }
  }

  private void writeArm(Function function) {
    int at = offset("code " + function.name());
    long address = address("code " + function.name());
    long string = address("string " + function.name());
    long call = (address("code " + function.callee()) - address) >> 2;
    long pages = (string >> 12) - ((address + 4) >> 12);
    bytes.putInt(at, (int) (0x94000000L | (call & 0x3ffffff)));
    bytes.putInt(at + 4, (int) (0x90000001L | (pages & 3) << 29 | (pages >> 2 & 0x7ffff) << 5));
    bytes.putInt(at + 8, (int) (0x91000021L | (string & 0xfff) << 10));
    for (int i = 12; i < FUNCTION_LENGTH; i += 4) {
      bytes.putInt(at + i, i == 12 ? 0xd65f03c0 : 0xd503201f);
    }
  }

  /// Where the section table stands.
  private int tables() {
    return align(offset("end"));
  }

  private void writeHeaders() {
    int table = align(offset("end"));
    bytes.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1);
    bytes.putShort(16, (short) 3).putShort(18, (short) (isArm ? ARM : X86));
    bytes.putLong(40, table).putShort(58, (short) 64).putShort(60, (short) 5);
    String first = functions.getFirst().name();
    header(table + 64, 4, 2, "relocation " + first, "code " + first);
    header(table + 128, 1, 6, "code " + first, "string " + first);
    header(table + 192, 1, 2, "string " + first, "pointer " + first);
    header(table + 256, 1, 3, "pointer " + first, "end");
  }

  private void header(int at, int type, int flags, String first, String end) {
    bytes.putInt(at, type == 4 ? 1 : flags).putInt(at + 4, type).putLong(at + 8, flags);
    bytes.putLong(at + 16, address(first)).putLong(at + 24, offset(first));
    bytes.putLong(at + 32, offset(end) - offset(first));
  }
}
