package dev.sluice.agent.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The extended attributes of files on Linux: labels of SELinux, capabilities, access lists.
///
/// The JDK shows those of users only, and copies the others with a file's content alone, which
/// takes the capabilities away as soon as that is replaced. So the C library is asked.
final class ExtendedAttributes {
  /// Linux allows a list and a value of 64 KiB.
  private static final long MAX_BYTES = 1 << 16;

  private static final int FAILED = -1;
  private static final Optional<ExtendedAttributes> SYSTEM = find();

  private final MethodHandle list;
  private final MethodHandle get;
  private final MethodHandle set;

  private ExtendedAttributes(MethodHandle list, MethodHandle get, MethodHandle set) {
    this.list = list;
    this.get = get;
    this.set = set;
  }

  @SuppressWarnings(
      "restricted") // the launcher allows it; these three have been as they are for ever
  private static Optional<ExtendedAttributes> find() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    var text = ValueLayout.ADDRESS;
    var number = ValueLayout.JAVA_LONG;
    return Optional.of(
        new ExtendedAttributes(
            linker.downcallHandle(
                library.findOrThrow("listxattr"),
                FunctionDescriptor.of(number, text, text, number)),
            linker.downcallHandle(
                library.findOrThrow("getxattr"),
                FunctionDescriptor.of(number, text, text, text, number)),
            linker.downcallHandle(
                library.findOrThrow("setxattr"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, text, text, text, number, ValueLayout.JAVA_INT))));
  }

  /// Gives one file all that another has; what both have alike is not set again.
  ///
  /// @throws IOException if one cannot be given
  static void copy(Path from, Path to) throws IOException {
    if (SYSTEM.isPresent()) {
      SYSTEM.get().copyAll(from, to);
    }
  }

  private void copyAll(Path from, Path to) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocateFrom(from.toString());
      MemorySegment target = arena.allocateFrom(to.toString());
      for (String name : names(arena, source)) {
        MemorySegment key = arena.allocateFrom(name);
        MemorySegment value = arena.allocate(MAX_BYTES);
        long length = (long) get.invokeExact(source, key, value, MAX_BYTES);
        if (length == FAILED || isSame(arena, target, key, value.asSlice(0, length))) {
          continue; // it is gone, or cannot be read, which only what is not ours does
        }
        int result = (int) set.invokeExact(target, key, value, length, 0);
        if (result == FAILED) {
          throw new IOException("attribute %s of %s cannot be kept".formatted(name, from));
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library must be callable", e);
    }
  }

  private boolean isSame(Arena arena, MemorySegment file, MemorySegment key, MemorySegment expected)
      throws Throwable {
    MemorySegment value = arena.allocate(MAX_BYTES);
    long length = (long) get.invokeExact(file, key, value, MAX_BYTES);
    return length == expected.byteSize() && value.asSlice(0, length).mismatch(expected) < 0;
  }

  /// No file system that knows none has any.
  private List<String> names(Arena arena, MemorySegment file) throws Throwable {
    MemorySegment buffer = arena.allocate(MAX_BYTES);
    long length = (long) list.invokeExact(file, buffer, MAX_BYTES);
    List<String> names = new ArrayList<>();
    for (long at = 0; at < length; ) {
      String name = buffer.getString(at, StandardCharsets.UTF_8);
      names.add(name);
      at += name.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    return names;
  }
}
