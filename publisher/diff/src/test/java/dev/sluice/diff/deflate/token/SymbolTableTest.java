package dev.sluice.diff.deflate.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.deflate.token.BitOutput;
import dev.sluice.formats.deflate.token.CodeTable;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.TreeBuilder;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Prefix codes of RFC 1951 section 3.2.2, as they are read.
class SymbolTableTest {
  @Test
  void givenMoreCodesThanThereIsRoomFor_whenLoaded_thenRefuses() {
    var table = new SymbolTable();

    assertThat(table.load(new int[] {1, 1})).isTrue();
    assertThat(table.load(new int[] {1, 1, 15})).isFalse();
    assertThat(table.load(new int[] {2, 2, 2, 2, 2})).isFalse();
    assertThat(table.load(new int[] {1, 2})).isTrue();
  }

  /// A stream can name bits that no symbol has; a reader must see that.
  @Test
  void givenIncompleteCode_whenBitsOfNoSymbolCome_thenHaveNoLength() {
    var table = new SymbolTable();

    assertThat(table.load(new int[] {1, 2})).isTrue();

    assertThat(SymbolTable.length(table.entry(0b0))).isEqualTo(1);
    assertThat(SymbolTable.length(table.entry(0b01))).isEqualTo(2);
    assertThat(SymbolTable.length(table.entry(0b11))).isZero();
  }

  @Test
  void givenTableThatHeldALongerCode_whenLoadedAgain_thenNothingOfItIsLeft() {
    var table = new SymbolTable();
    int[] long15 = new int[16];
    Arrays.setAll(long15, i -> Math.min(15, i + 1));

    assertThat(table.load(long15)).isTrue();
    assertThat(SymbolTable.symbol(table.entry(0x7fff))).isEqualTo(15);
    assertThat(table.load(new int[] {1})).isTrue();

    assertThat(table.entry(0x7fff)).isZero();
    assertThat(SymbolTable.length(table.entry(0))).isEqualTo(1);
  }

  @Test
  void givenAnySymbols_whenWrittenAndRead_thenAreTheSame() {
    Property.check(
        "codes that are written are read",
        300,
        seed -> {
          int alphabet = 2 + seed.size(286);
          int[] symbols = symbols(seed, alphabet);
          int[] lengths = lengths(alphabet, symbols);

          byte[] written = write(lengths, symbols);

          assertThat(read(lengths, written, symbols.length)).isEqualTo(symbols);
        });
  }

  /// Some symbols come often, so that codes of all lengths are there.
  private static int[] symbols(Seeded seed, int alphabet) {
    var symbols = new int[seed.size(500)];
    Arrays.setAll(symbols, _ -> (int) Math.min(seed.length(alphabet - 1L), alphabet - 1L));
    return symbols;
  }

  private static int[] lengths(int alphabet, int[] symbols) {
    var counts = new int[alphabet];
    Arrays.stream(symbols).forEach(symbol -> counts[symbol]++);
    var builder = new TreeBuilder(alphabet, Codes.MAX_CODE_BITS);
    builder.build(counts);
    return IntStream.range(0, alphabet).map(builder::length).toArray();
  }

  private static byte[] write(int[] lengths, int[] symbols)
      throws IOException, MalformedPatchException {
    int[] codes = CodeTable.codes(lengths);
    var bytes = new ByteArrayOutputStream();
    var output = new BitOutput(bytes::write);
    for (int symbol : symbols) {
      output.write(codes[symbol], lengths[symbol]);
    }
    output.align(0);
    output.flush();
    return bytes.toByteArray();
  }

  private static int[] read(int[] lengths, byte[] bytes, int count) {
    var table = new SymbolTable();
    assertThat(table.load(lengths)).isTrue();
    var symbols = new int[count];
    long position = 0;
    for (int i = 0; i < count; i++) {
      int entry = table.entry(ahead(bytes, position));
      symbols[i] = SymbolTable.symbol(entry);
      position += SymbolTable.length(entry);
    }
    assertThat((position + Byte.SIZE - 1) / Byte.SIZE).isEqualTo(bytes.length);
    return symbols;
  }

  /// The next 24 bits, the lowest first; 0 behind the end.
  private static long ahead(byte[] bytes, long position) {
    long ahead = 0;
    int first = (int) (position / Byte.SIZE);
    for (int i : List.of(3, 2, 1, 0)) {
      ahead = ahead << Byte.SIZE | (first + i < bytes.length ? bytes[first + i] & 0xff : 0);
    }
    return ahead >>> position % Byte.SIZE;
  }
}
