package dev.sluice.diff.deflate.token;

import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import dev.sluice.formats.deflate.token.TreeHeader;
import java.lang.foreign.MemorySegment;

/// Reads a deflate stream as blocks and tokens; whether distances make sense is not its concern.
public final class TokenReader {
  /// What [#next] returns at the end of a block.
  public static final int END = -1;

  /// What [#next] returns where no stream can go on like that.
  public static final int BROKEN = -2;

  private static final int TYPE_BITS = 2;
  private static final int STORED_LENGTH_BITS = 16;

  private final BitInput input;
  private final SymbolTable literals = new SymbolTable();
  private final SymbolTable distances = new SymbolTable();
  private Block block = new Block(BlockType.STORED, false, 0, TreeHeader.NONE);
  private int storedLeft;

  /// The head of a block.
  ///
  /// @param storedBytes for a stored block, its length
  /// @param head for a dynamic block
  public record Block(BlockType type, boolean isFinal, int storedBytes, TreeHeader head) {}

  /// Starts at the head of a stream.
  public TokenReader(MemorySegment source, long start) {
    input = new BitInput(source, start);
  }

  /// Reads the head of the next block; false if there is none.
  public boolean readBlock() {
    int isFinal = input.read(1);
    int type = input.read(TYPE_BITS);
    return switch (type) {
      case 0 -> readStored(isFinal == 1);
      case 1 -> readFixed(isFinal == 1);
      case 2 -> readDynamic(isFinal == 1);
      default -> false;
    };
  }

  private boolean readStored(boolean isFinal) {
    input.align();
    int length = input.read(STORED_LENGTH_BITS);
    int inverse = input.read(STORED_LENGTH_BITS);
    if (length < 0 || inverse != (~length & Codes.MAX_STORED)) {
      return false;
    }
    storedLeft = length;
    block = new Block(BlockType.STORED, isFinal, length, TreeHeader.NONE);
    return true;
  }

  private boolean readFixed(boolean isFinal) {
    block = new Block(BlockType.FIXED, isFinal, 0, TreeHeader.NONE);
    return literals.load(Codes.fixedLiteralLengths())
        && distances.load(Codes.fixedDistanceLengths());
  }

  private boolean readDynamic(boolean isFinal) {
    var assembler = new TreeHeader.Assembler();
    for (int bits : TreeHeader.COUNT_BITS) {
      if (!assembler.add(input.read(bits))) {
        return false;
      }
    }
    int count = assembler.lengthCodes();
    for (int i = 0; i < count; i++) {
      if (!assembler.add(input.read(TreeHeader.LENGTH_LENGTH_BITS))) {
        return false;
      }
    }
    if (!literals.load(assembler.lengthLengths()) || !readLengths(assembler)) {
      return false;
    }
    var head = assembler.header();
    block = new Block(BlockType.DYNAMIC, isFinal, 0, head);
    return literals.load(head.literalLengths()) && distances.load(head.distanceLengths());
  }

  private boolean readLengths(TreeHeader.Assembler assembler) {
    while (!assembler.isComplete()) {
      int symbol = readSymbol(literals);
      if (symbol < 0 || !assembler.add(symbol)) {
        return false;
      }
      if (symbol >= Codes.REPEAT && !assembler.add(input.read(Codes.repeatExtra(symbol)))) {
        return false;
      }
    }
    return true;
  }

  private int readSymbol(SymbolTable table) {
    int entry = table.entry(input.ahead());
    int length = SymbolTable.length(entry);
    if (length == 0 || length > input.available()) {
      return BROKEN;
    }
    input.skip(length);
    return SymbolTable.symbol(entry);
  }

  /// The block being read.
  public Block block() {
    return block;
  }

  /// The next token of the block, [#END] or [#BROKEN]; in a stored block, each byte is a literal.
  public int next() {
    if (block.type == BlockType.STORED) {
      return nextStored();
    }
    int symbol = readSymbol(literals);
    if (symbol < Codes.LITERALS) {
      return symbol;
    }
    if (symbol == Codes.END_OF_BLOCK) {
      return END;
    }
    return symbol < Codes.LITERAL_CODES ? nextMatch(symbol) : BROKEN;
  }

  private int nextStored() {
    if (storedLeft == 0) {
      return END;
    }
    storedLeft--;
    int literal = input.read(Byte.SIZE);
    return literal < 0 ? BROKEN : literal;
  }

  private int nextMatch(int lengthCode) {
    int lengthExtra = input.read(Codes.literalExtra(lengthCode));
    int distanceCode = readSymbol(distances);
    if (lengthExtra < 0 || distanceCode < 0 || distanceCode >= Codes.DISTANCE_CODES) {
      return BROKEN;
    }
    int distanceExtra = input.read(Codes.distanceExtra(distanceCode));
    int length = Codes.lengthBase(lengthCode) + lengthExtra;
    if (distanceExtra < 0 || length > Codes.MAX_MATCH) {
      return BROKEN;
    }
    return Token.match(length, Codes.distanceBase(distanceCode) + distanceExtra);
  }

  /// Reads what fills up the last byte.
  public int readPadding() {
    return input.readPadding();
  }

  /// Where the last byte read ends.
  public long position() {
    return input.position();
  }
}
