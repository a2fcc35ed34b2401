package dev.sluice.formats.executable;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Finds the reference fields of an executable, block by block.
///
/// What a block holds follows from its own bytes and a few around it, so that any block can be read
/// first and the same fields come out. The last two blocks are kept, since fields may reach from
/// one into the next. For one thread.
public final class References {
  /// Our choice: long enough that the lead costs little, short enough for scattered copies.
  static final int BLOCK = 2048;

  private final ExecutableModel model;
  private final Window window;
  private final CodeReferences code;
  private final DataReferences data;
  private final @Nullable TypeTable types;
  private Block current = new Block();
  private Block other = new Block();

  /// A block and the fields that begin in it.
  private static final class Block {
    private final FieldList fields = new FieldList();
    private long start = -1;
    private long end = -1;

    boolean holds(long offset) {
      return offset >= start && offset < end;
    }
  }

  public References(ExecutableModel model) {
    this.model = model;
    this.window = model.window();
    this.data = new DataReferences(model, window);
    this.types = model.types();
    this.code = model.isArm() ? new ArmReferences(model, window) : new X86References(model, window);
  }

  /// Reads the block around `offset`, counted from the start of the executable.
  ///
  /// @return the fields that begin in it, valid until the next call but one
  public FieldList load(long offset) throws IOException {
    if (!current.holds(offset)) {
      var next = other;
      other = current;
      current = next;
      if (!current.holds(offset)) {
        read(current, offset);
      }
    }
    return current.fields;
  }

  private void read(Block block, long offset) throws IOException {
    var fields = block.fields;
    fields.clear();
    var range = model.lastStored(offset);
    if (range == null || !range.holdsOffset(offset)) {
      block.start = offset;
      block.end = model.nextStored(offset);
      return;
    }
    long from = offset - (offset - range.offset()) % BLOCK;
    long to = Math.min(from + BLOCK, range.offset() + range.length());
    block.start = from;
    block.end = to;
    switch (range.content()) {
      case OPAQUE -> {}
      case CODE -> code.find(range, from, to, fields);
      case WORDS -> data.findWords(range, from, to, fields);
      case RELOCATIONS -> data.findRelocations(range, from, to, fields);
      case SYMBOLS -> data.findSymbols(range, from, to, fields);
      case SYMBOL_HASH -> data.findHash(range, from, to, fields);
      case FRAMES -> data.findFrames(range, from, to, fields);
      case FRAME_INDEX -> data.findFrameIndex(range, from, to, fields);
      case TYPES -> {
        if (types != null) {
          types.find(from, to, fields);
        }
      }
      case TYPE_LIST -> {
        if (types != null) {
          types.findList(from, to, fields);
        }
      }
      case ADDRESS_LIST -> data.findAddresses(from, to, fields);
    }
  }

  /// Where the block ends that was loaded last.
  public long blockEnd() {
    return current.end;
  }
}
