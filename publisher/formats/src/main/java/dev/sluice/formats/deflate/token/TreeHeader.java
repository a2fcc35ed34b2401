package dev.sluice.formats.deflate.token;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The head of a dynamic block (RFC 1951, 3.2.7): the code lengths, and how they are written.
///
/// Its *form* is what stands in it, one byte each: the three counts, as they are coded; the lengths
/// of the code for lengths; the symbols of that code, each of the last three with its extra bits
/// behind it.
public final class TreeHeader {
  private static final int COUNTS = 3;
  private static final int MIN_DISTANCE_CODES = 1;
  private static final int MIN_LENGTH_CODES = 4;
  /// Bits of the three counts.
  public static final List<Integer> COUNT_BITS = List.of(5, 5, 4);

  /// Bits of a length of the code for lengths.
  public static final int LENGTH_LENGTH_BITS = 3;

  private static final int MAX_LITERAL_CODES = 288;
  private static final int MAX_DISTANCE_CODES = 32;
  private static final int MAX_FORM_BYTES =
      COUNTS + Codes.LENGTH_CODES + 2 * (MAX_LITERAL_CODES + MAX_DISTANCE_CODES);

  /// Stands where a block has no head.
  public static final TreeHeader NONE = new TreeHeader(new byte[0], new int[0], new int[0]);

  private final byte[] form;
  private final int[] literalLengths;
  private final int[] distanceLengths;

  private TreeHeader(byte[] form, int[] literalLengths, int[] distanceLengths) {
    this.form = form;
    this.literalLengths = literalLengths;
    this.distanceLengths = distanceLengths;
  }

  /// What zlib writes for these codes.
  public static TreeHeader of(
      CodeBuilder literals, CodeBuilder distances, CodeBuilder lengthCodes) {
    var runs = new Runs();
    runs.scan(lengths(literals));
    runs.scan(lengths(distances));
    return of(literals, distances, lengthCodes, runs);
  }

  /// What Go writes for them: repetitions lead from the literal codes on to the distance codes.
  public static TreeHeader ofJoined(
      CodeBuilder literals, CodeBuilder distances, CodeBuilder lengthCodes) {
    var runs = new Runs();
    runs.scan(
        IntStream.concat(Arrays.stream(lengths(literals)), Arrays.stream(lengths(distances)))
            .toArray());
    return of(literals, distances, lengthCodes, runs);
  }

  private static int[] lengths(CodeBuilder codes) {
    return IntStream.rangeClosed(0, codes.lastSymbol()).map(codes::length).toArray();
  }

  private static TreeHeader of(
      CodeBuilder literals, CodeBuilder distances, CodeBuilder lengthCodes, Runs runs) {
    var assembler = new Assembler();
    lengthCodes.build(runs.occurrences);
    int count = Codes.LENGTH_CODES;
    while (count > MIN_LENGTH_CODES && lengthCodes.length(Codes.lengthCodeAt(count - 1)) == 0) {
      count--;
    }
    boolean isValid =
        assembler.add(literals.lastSymbol() + 1 - Codes.FIRST_LENGTH_CODE)
            && assembler.add(distances.lastSymbol() + 1 - MIN_DISTANCE_CODES)
            && assembler.add(count - MIN_LENGTH_CODES);
    for (int i = 0; i < count; i++) {
      isValid = isValid && assembler.add(lengthCodes.length(Codes.lengthCodeAt(i)));
    }
    for (int i = 0; i < runs.size; i++) {
      isValid = isValid && assembler.add(runs.values[i]);
    }
    if (!isValid || !assembler.isComplete()) {
      throw new IllegalStateException("a head built from code lengths must be complete");
    }
    return assembler.header();
  }

  /// A copy of the form.
  public byte[] form() {
    return form.clone();
  }

  /// Whether another head is written in the same way.
  public boolean hasFormOf(TreeHeader other) {
    return Arrays.equals(form, other.form);
  }

  /// Lengths of the literal, end and length codes.
  public int[] literalLengths() {
    return literalLengths;
  }

  /// Lengths of the distance codes.
  public int[] distanceLengths() {
    return distanceLengths;
  }

  /// Bits that [#write] writes.
  public int bits() {
    var lengths = lengthLengths();
    int count = form[2] + MIN_LENGTH_CODES;
    int bits = COUNT_BITS.stream().mapToInt(Integer::intValue).sum() + LENGTH_LENGTH_BITS * count;
    for (int i = COUNTS + count; i < form.length; i++) {
      int symbol = form[i];
      bits += lengths[symbol];
      if (symbol >= Codes.REPEAT) {
        bits += Codes.repeatExtra(symbol);
        i++;
      }
    }
    return bits;
  }

  /// Writes the head behind the type of its block.
  public void write(BitOutput output) throws IOException, MalformedPatchException {
    for (int i = 0; i < COUNTS; i++) {
      output.write(form[i], COUNT_BITS.get(i));
    }
    int count = form[2] + MIN_LENGTH_CODES;
    for (int i = 0; i < count; i++) {
      output.write(form[COUNTS + i], LENGTH_LENGTH_BITS);
    }
    var lengths = lengthLengths();
    var codes = CodeTable.codes(lengths);
    for (int i = COUNTS + count; i < form.length; i++) {
      int symbol = form[i];
      output.write(codes[symbol], lengths[symbol]);
      if (symbol >= Codes.REPEAT) {
        output.write(form[++i], Codes.repeatExtra(symbol));
      }
    }
  }

  private int[] lengthLengths() {
    var lengths = new int[Codes.LENGTH_CODES];
    for (int i = 0; i < form[2] + MIN_LENGTH_CODES; i++) {
      lengths[Codes.lengthCodeAt(i)] = form[COUNTS + i];
    }
    return lengths;
  }

  /// Puts a head together from its form, byte by byte, and checks that each may stand there.
  public static final class Assembler {
    private final byte[] form = new byte[MAX_FORM_BYTES];
    private final int[] lengths = new int[MAX_LITERAL_CODES + MAX_DISTANCE_CODES];
    private int size;
    private int filled;
    private int repeating;

    /// Takes the next byte of the form; false if no head has it there.
    public boolean add(int value) {
      int at = size;
      if (at == form.length) {
        return false;
      }
      form[size++] = (byte) value;
      if (at < COUNTS) {
        return isCount(at, value);
      }
      if (at < COUNTS + lengthCodes()) {
        return value >= 0 && value <= Codes.MAX_LENGTH_CODE_BITS;
      }
      return repeating == 0 ? addSymbol(value) : addRepetition(value);
    }

    private static boolean isCount(int index, int value) {
      return switch (index) {
        case 0 -> value >= 0 && value <= MAX_LITERAL_CODES - Codes.FIRST_LENGTH_CODE;
        case 1 -> value >= 0 && value <= MAX_DISTANCE_CODES - MIN_DISTANCE_CODES;
        default -> value >= 0 && value <= Codes.LENGTH_CODES - MIN_LENGTH_CODES;
      };
    }

    private boolean addSymbol(int symbol) {
      if (symbol < 0 || symbol > Codes.LONG_ZEROS) {
        return false;
      }
      if (symbol < Codes.REPEAT) {
        lengths[filled++] = symbol;
        return true;
      }
      repeating = symbol;
      return symbol != Codes.REPEAT || filled > 0;
    }

    private boolean addRepetition(int extra) {
      int symbol = repeating;
      repeating = 0;
      if (extra < 0 || extra >= 1 << Codes.repeatExtra(symbol)) {
        return false;
      }
      int count = Codes.repeatBase(symbol) + extra;
      if (count > wanted() - filled) {
        return false;
      }
      int length = symbol == Codes.REPEAT ? lengths[filled - 1] : 0;
      Arrays.fill(lengths, filled, filled + count, length);
      filled += count;
      return true;
    }

    /// Codes for lengths, once the counts are known.
    public int lengthCodes() {
      return form[2] + MIN_LENGTH_CODES;
    }

    private int literalCodes() {
      return form[0] + Codes.FIRST_LENGTH_CODE;
    }

    private int wanted() {
      return literalCodes() + form[1] + MIN_DISTANCE_CODES;
    }

    /// Whether the head ends here.
    public boolean isComplete() {
      return size >= COUNTS + lengthCodes() && filled == wanted() && repeating == 0;
    }

    /// The lengths of the code for lengths, once they are known.
    public int[] lengthLengths() {
      var result = new int[Codes.LENGTH_CODES];
      for (int i = 0; i < lengthCodes(); i++) {
        result[Codes.lengthCodeAt(i)] = form[COUNTS + i];
      }
      return result;
    }

    /// The complete head.
    public TreeHeader header() {
      var literals = Arrays.copyOf(Arrays.copyOf(lengths, literalCodes()), MAX_LITERAL_CODES);
      var distances = Arrays.copyOfRange(lengths, literalCodes(), wanted());
      return new TreeHeader(
          Arrays.copyOf(form, size), literals, Arrays.copyOf(distances, MAX_DISTANCE_CODES));
    }
  }

  /// Code lengths with their repetitions named, as zlib's `scan_tree` does it.
  private static final class Runs {
    private static final int MAX_FIRST_RUN = 7;
    private static final int MAX_REPEAT = 6;
    private static final int MAX_SHORT_ZEROS = 10;
    private static final int MAX_ZEROS = 138;

    private final int[] occurrences = new int[Codes.LENGTH_CODES];
    private final int[] values = new int[MAX_FORM_BYTES];
    private int size;

    void scan(int[] lengths) {
      int before = -1;
      for (int i = 0; i < lengths.length; ) {
        int length = lengths[i];
        int max = max(length, before);
        int end = i + 1;
        while (end - i < max && end < lengths.length && lengths[end] == length) {
          end++;
        }
        add(length, end - i, before);
        before = length;
        i = end;
      }
    }

    private static int max(int length, int before) {
      if (length == 0) {
        return MAX_ZEROS;
      }
      return length == before ? MAX_REPEAT : MAX_FIRST_RUN;
    }

    private void add(int length, int count, int before) {
      if (length == 0 && count >= Codes.MIN_MATCH) {
        int symbol = count <= MAX_SHORT_ZEROS ? Codes.SHORT_ZEROS : Codes.LONG_ZEROS;
        put(symbol);
        values[size++] = count - Codes.repeatBase(symbol);
        return;
      }
      boolean isRepeated = length == before;
      int repeats = isRepeated ? count : count - 1;
      if (length != 0 && repeats >= Codes.repeatBase(Codes.REPEAT)) {
        if (!isRepeated) {
          put(length);
        }
        put(Codes.REPEAT);
        values[size++] = repeats - Codes.repeatBase(Codes.REPEAT);
        return;
      }
      for (int left = count; left > 0; left--) {
        put(length);
      }
    }

    private void put(int symbol) {
      occurrences[symbol]++;
      values[size++] = symbol;
    }
  }
}
