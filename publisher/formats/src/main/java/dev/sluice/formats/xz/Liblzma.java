package dev.sluice.formats.xz;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The functions of liblzma 5 that are used, on a 64-bit machine.
///
/// Loading a library is the one thing this module takes from the machine that its caller does not
/// hand over: there is no other way to it, and it neither opens files nor starts threads.
public final class Liblzma {
  static final int OK = 0;
  static final int STREAM_END = 1;
  static final int RUN = 0;
  static final int FINISH = 3;

  private static final String LIBRARY = "liblzma.so.5";
  private static final Optional<Liblzma> INSTANCE = load();

  private final MethodHandle preset;
  private final MethodHandle encoder;
  private final MethodHandle encoderMemory;
  private final MethodHandle code;
  private final MethodHandle end;
  private final MethodHandle crc64;

  @SuppressWarnings("restricted")
  private Liblzma(SymbolLookup symbols) {
    var linker = Linker.nativeLinker();
    var integer = ValueLayout.JAVA_INT;
    var number = ValueLayout.JAVA_LONG;
    var address = ValueLayout.ADDRESS;
    preset = bind(linker, symbols, "lzma_lzma_preset", integer, address, integer);
    encoder = bind(linker, symbols, "lzma_raw_encoder", integer, address, address);
    encoderMemory = bind(linker, symbols, "lzma_raw_encoder_memusage", number, address);
    code = bind(linker, symbols, "lzma_code", integer, address, integer);
    crc64 = bind(linker, symbols, "lzma_crc64", number, address, number, number);
    end =
        linker.downcallHandle(
            symbols.find("lzma_end").orElseThrow(), FunctionDescriptor.ofVoid(address));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(
      Linker linker,
      SymbolLookup symbols,
      String name,
      ValueLayout result,
      ValueLayout... arguments) {
    return linker.downcallHandle(
        symbols.find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
  }

  @SuppressWarnings("restricted")
  private static Optional<Liblzma> load() {
    if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Liblzma(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
    } catch (IllegalArgumentException
        | IllegalCallerException
        | NoSuchElementException
        | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /// The library of this machine; empty if it has none that fits.
  public static Optional<Liblzma> find() {
    return INSTANCE;
  }

  /// Fills `options` for a preset.
  ///
  /// @return whether the preset is known
  boolean fillPreset(MemorySegment options, int presetFlags) {
    try {
      return (byte) (int) preset.invokeExact(options, presetFlags) == 0;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int startEncoder(MemorySegment stream, MemorySegment filters) {
    try {
      return (int) encoder.invokeExact(stream, filters);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// What an encoder takes, in bytes; negative if there is none for these filters.
  long encoderMemory(MemorySegment filters) {
    try {
      return (long) encoderMemory.invokeExact(filters);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int code(MemorySegment stream, int action) {
    try {
      return (int) code.invokeExact(stream, action);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long crc64(MemorySegment bytes, long count, long before) {
    try {
      return (long) crc64.invokeExact(bytes, count, before);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  void end(MemorySegment stream) {
    try {
      end.invokeExact(stream);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static IllegalStateException impossible(Throwable cause) {
    return new IllegalStateException("a C function throws nothing", cause);
  }
}
