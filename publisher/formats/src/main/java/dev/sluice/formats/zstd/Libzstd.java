package dev.sluice.formats.zstd;

import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The encoder of one version of libzstd, on a 64-bit machine.
///
/// The one that zstd-jni brings along is used through its symbols, since some parameters cannot be
/// set otherwise. Loading a library of the machine is what this package takes from it that its
/// caller does not hand over; see the package of xz.
public final class Libzstd {
  static final int CONTINUE = 0;
  static final int FLUSH = 1;
  static final int END = 2;

  private static final int MINOR = 100;
  private static final int MAJOR = 10_000;
  private static final String SYSTEM_LIBRARY = "libzstd.so.1";

  /// Versions in the wild, which a publisher may keep beside its own: Debian's and Ubuntu's since
  /// 2020.
  private static final List<String> OTHERS =
      List.of(".4.4", ".4.8", ".4.9", ".5.0", ".5.2", ".5.4", ".5.5", ".5.6", ".5.7");

  private static final List<Libzstd> ALL = load();

  private final int version;
  private final MethodHandle create;
  private final MethodHandle free;
  private final MethodHandle setParameter;
  private final MethodHandle pledge;
  private final MethodHandle stream;
  private final MethodHandle compress;

  private Libzstd(int version, SymbolLookup symbols) {
    this.version = version;
    var integer = ValueLayout.JAVA_INT;
    var number = ValueLayout.JAVA_LONG;
    var address = ValueLayout.ADDRESS;
    create = bind(symbols, "ZSTD_createCCtx", address);
    free = bind(symbols, "ZSTD_freeCCtx", number, address);
    setParameter = bind(symbols, "ZSTD_CCtx_setParameter", number, address, integer, integer);
    pledge = bind(symbols, "ZSTD_CCtx_setPledgedSrcSize", number, address, number);
    compress = bind(symbols, "ZSTD_compress2", number, address, address, number, address, number);
    stream =
        bind(
            symbols,
            "ZSTD_compressStream2_simpleArgs",
            number,
            address,
            address,
            number,
            address,
            address,
            number,
            address,
            integer);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(
      SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(symbols.find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
  }

  private static List<Libzstd> load() {
    List<Libzstd> libraries = new ArrayList<>();
    if (ValueLayout.ADDRESS.byteSize() == Long.BYTES) {
      add(libraries, Libzstd::loadOwn);
      add(libraries, () -> loadOfSystem(SYSTEM_LIBRARY));
      for (var other : OTHERS) {
        add(libraries, () -> loadOfSystem(SYSTEM_LIBRARY + other));
      }
    }
    return List.copyOf(libraries);
  }

  private interface Loader {
    Libzstd load();
  }

  private static void add(List<Libzstd> libraries, Loader loader) {
    try {
      var library = loader.load();
      if (libraries.stream().noneMatch(other -> other.version == library.version)) {
        libraries.add(library);
      }
    } catch (IllegalArgumentException
        | IllegalCallerException
        | LinkageError
        | NoSuchElementException
        | UnsupportedOperationException e) {
      return; // what is not there, or cannot be unpacked to where it is loaded from, is of no use
    }
  }

  private static Libzstd loadOwn() {
    Native.load();
    int version = 0;
    for (var part : ZstdVersion.VERSION.split("-", -1)[0].split("\\.", -1)) {
      version = version * MINOR + Integer.parseInt(part);
    }
    return new Libzstd(version, SymbolLookup.loaderLookup());
  }

  @SuppressWarnings("restricted")
  private static Libzstd loadOfSystem(String name) {
    var symbols = SymbolLookup.libraryLookup(name, Arena.global());
    var number = bind(symbols, "ZSTD_versionNumber", ValueLayout.JAVA_INT);
    try {
      return new Libzstd((int) number.invokeExact(), symbols);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// All versions there are here; the one that this module brings along first.
  public static List<Libzstd> all() {
    return ALL;
  }

  /// The library of a version.
  public static Optional<Libzstd> find(int version) {
    return ALL.stream().filter(library -> library.version == version).findFirst();
  }

  /// As in "1.5.7".
  static String name(int version) {
    return "%d.%d.%d".formatted(version / MAJOR, version / MINOR % MINOR, version % MINOR);
  }

  /// 10507 for 1.5.7.
  public int version() {
    return version;
  }

  /// A new encoder; the null pointer if there is no memory.
  MemorySegment create() {
    try {
      return (MemorySegment) create.invokeExact();
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  void free(MemorySegment encoder) {
    try {
      long _ = (long) free.invokeExact(encoder);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// The result, as that of all that follow, is an error if it is among the largest numbers there
  /// are.
  long setParameter(MemorySegment encoder, int parameter, int value) {
    try {
      return (long) setParameter.invokeExact(encoder, parameter, value);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long pledge(MemorySegment encoder, long contentsBytes) {
    try {
      return (long) pledge.invokeExact(encoder, contentsBytes);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long compress(MemorySegment encoder, MemorySegment target, MemorySegment source) {
    try {
      return (long)
          compress.invokeExact(encoder, target, target.byteSize(), source, source.byteSize());
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// @param made takes how far `target` is filled
  /// @param taken takes how much of `source` was taken
  long stream(
      MemorySegment encoder,
      MemorySegment target,
      MemorySegment made,
      MemorySegment source,
      MemorySegment taken,
      int directive) {
    try {
      return (long)
          stream.invokeExact(
              encoder,
              target,
              target.byteSize(),
              made,
              source,
              source.byteSize(),
              taken,
              directive);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static IllegalStateException impossible(Throwable cause) {
    return new IllegalStateException("a C function throws nothing", cause);
  }
}
