package dev.sluice.diff.deflate.search;

import dev.sluice.diff.deflate.token.TokenReader;
import dev.sluice.diff.deflate.token.TokenReader.Block;
import dev.sluice.formats.deflate.block.BlockBuffer;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.match.Predictor;
import dev.sluice.formats.deflate.recipe.Correction;
import dev.sluice.formats.deflate.recipe.SegmentKind;
import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.Token;
import dev.sluice.formats.deflate.token.TreeHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/// Reads a stream once and writes down where it deviates from what one profile predicts.
///
/// It steps as [dev.sluice.formats.deflate.DeflateRebuilder] does, with the stream in the place of
/// the recipe.
public final class RecipePass {
  private final TokenReader reader;
  private final Profile profile;
  private final SegmentKind syncKind;
  private final Predictor predictor;
  private final RecipeWriter recipe;
  private final BlockBuffer buffer;
  private final TokenQueue queue = new TokenQueue();
  private final ArrayDeque<Block> blocks = new ArrayDeque<>();
  private final ArrayDeque<Long> flushes = new ArrayDeque<>();
  private final Limits limits;
  private final long start;
  private Outcome outcome = Outcome.RUNNING;
  private Block block = new Block(BlockType.STORED, false, 0, TreeHeader.NONE);
  private long storedLeft;
  private long segmentStart;
  private int blockTokens;
  private boolean isReadingBlock;

  /// How a pass stands or ended.
  public enum Outcome {
    RUNNING,
    /// The stream ended; there is a recipe.
    COMPLETE,
    /// As many tokens as asked for were looked at.
    SAMPLED,
    /// There is no deflate stream.
    BROKEN,
    /// The recipe is too long, or there is something that no recipe can say.
    UNPREDICTED
  }

  /// Where a pass gives up.
  ///
  /// @param maxBytes contents to look at
  /// @param isSample whether those are enough; otherwise a longer stream is unpredicted
  /// @param maxRecipeBytes most bytes of the recipe at any time
  /// @param recipeShare and most of it from then on: the part, 1 / this, of the compressed bytes
  public record Limits(long maxBytes, boolean isSample, long maxRecipeBytes, int recipeShare) {}

  /// Starts at the head of a stream.
  ///
  /// @param syncKind what an empty stored block ends: [SegmentKind#SYNC] or [SegmentKind#FULL]
  public RecipePass(
      MemorySegment compressed, long start, Profile profile, SegmentKind syncKind, Limits limits) {
    this.reader = new TokenReader(compressed, start);
    this.profile = profile;
    this.syncKind = syncKind;
    this.predictor = new Predictor(profile);
    this.buffer = new BlockBuffer(profile);
    this.recipe = new RecipeWriter(profile);
    this.blockTokens = profile.blockTokens();
    this.limits = limits;
    this.start = start;
  }

  /// Reads the stream, to its end or to a limit.
  public Outcome run() {
    while (outcome == Outcome.RUNNING) {
      readAhead();
      if (outcome == Outcome.RUNNING || outcome == Outcome.COMPLETE) {
        outcome = process(outcome);
      }
    }
    return outcome;
  }

  /// Reads until the predictor sees enough, or to the end.
  private void readAhead() {
    while (outcome == Outcome.RUNNING
        && predictor.end() - predictor.position() <= Predictor.LOOKAHEAD) {
      outcome = queue.hasRoom() ? read() : Outcome.UNPREDICTED;
    }
  }

  private Outcome read() {
    if (!isReadingBlock) {
      return beginBlock();
    }
    int token = reader.next();
    if (token >= 0) {
      queue.add(token);
      return predictor.append(token) ? Outcome.RUNNING : Outcome.BROKEN;
    }
    if (token == TokenReader.BROKEN) {
      return Outcome.BROKEN;
    }
    isReadingBlock = false;
    queue.add(TokenQueue.END);
    return reader.block().isFinal() ? Outcome.COMPLETE : Outcome.RUNNING;
  }

  private Outcome beginBlock() {
    if (!reader.readBlock()) {
      return Outcome.BROKEN;
    }
    var begun = reader.block();
    int first = reader.next();
    if (first == TokenReader.BROKEN) {
      return Outcome.BROKEN;
    }
    if (first == TokenReader.END && !begun.isFinal()) {
      return addFlush(begun.type());
    }
    queue.add(TokenQueue.BLOCK);
    blocks.add(begun);
    if (first == TokenReader.END) {
      queue.add(TokenQueue.END);
      return Outcome.COMPLETE;
    }
    isReadingBlock = true;
    queue.add(first);
    return predictor.append(first) ? Outcome.RUNNING : Outcome.BROKEN;
  }

  private Outcome addFlush(BlockType type) {
    if (type == BlockType.DYNAMIC) {
      return Outcome.UNPREDICTED;
    }
    queue.add(type == BlockType.STORED ? TokenQueue.SYNC : TokenQueue.PARTIAL);
    flushes.add(predictor.end());
    if (flushes.size() == 1) {
      predictor.limitSegment(predictor.end());
    }
    return Outcome.RUNNING;
  }

  /// Takes from the queue as much as can be predicted.
  private Outcome process(Outcome reading) {
    boolean isComplete = reading == Outcome.COMPLETE;
    while (true) {
      int entry = queue.peek();
      switch (entry) {
        case TokenQueue.EMPTY -> {
          return reading;
        }
        case TokenQueue.BLOCK -> beginPredicting();
        case TokenQueue.END -> queue.skip(1);
        case TokenQueue.SYNC -> endSegment(syncKind);
        case TokenQueue.PARTIAL -> endSegment(SegmentKind.PARTIAL);
        default -> {
          if (!predictor.isReady(isComplete)) {
            return reading;
          }
          step(entry);
          var stop = checkLimits();
          if (stop != Outcome.RUNNING) {
            return stop;
          }
        }
      }
    }
  }

  private void beginPredicting() {
    queue.skip(1);
    block = blocks.remove();
    storedLeft = block.storedBytes();
  }

  private void step(int entry) {
    int predicted = predictor.predict();
    int token = entry;
    int entries = 1;
    if (block.type() == BlockType.STORED) {
      token = Token.bytes(predicted) <= storedLeft ? predicted : predictor.literal();
      entries = Token.bytes(token);
      storedLeft -= entries;
    }
    if (token != predicted) {
      recordToken(token);
    }
    queue.skip(entries);
    buffer.add(token);
    predictor.accept(token);
    endBlockBehind(token);
    recipe.advance();
  }

  private void recordToken(int token) {
    if (Token.isMatch(token)) {
      recipe.addMatch(token);
    } else {
      recipe.add(Correction.LITERAL);
    }
  }

  private void endBlockBehind(int token) {
    boolean isPredicted = buffer.isEndPredicted(blockTokens, token, predictor.remaining());
    boolean isEnd = queue.peek() == TokenQueue.END && !block.isFinal();
    if (!flushes.isEmpty() && flushes.element() == predictor.position()) {
      // The flush ends the block in any case.
      isEnd = isPredicted;
    }
    if (isEnd != isPredicted) {
      recipe.add(isEnd ? Correction.BLOCK_ENDS : Correction.BLOCK_GOES_ON);
      if (isEnd && profile.isStored()) {
        blockTokens = buffer.size();
      }
    }
    if (isEnd) {
      endBlock();
    }
  }

  private void endBlock() {
    var plan = buffer.plan();
    buffer.clear();
    if (block.type() == plan.type()
        && (block.type() != BlockType.DYNAMIC || block.head().hasFormOf(plan.head()))) {
      return;
    }
    switch (block.type()) {
      case STORED -> recipe.addCoding(Correction.Coding.STORED);
      case FIXED -> recipe.addCoding(Correction.Coding.FIXED);
      case DYNAMIC -> {
        if (block.head().hasFormOf(plan.head())) {
          recipe.addCoding(Correction.Coding.DYNAMIC);
        } else {
          recipe.addHead(block.head());
        }
      }
    }
  }

  private void endSegment(SegmentKind kind) {
    queue.skip(1);
    if (buffer.size() > 0) {
      endBlock();
    }
    recipe.endSegment(kind, predictor.position() - segmentStart);
    segmentStart = predictor.position();
    flushes.remove();
    predictor.beginSegment(kind == SegmentKind.FULL);
    if (!flushes.isEmpty()) {
      predictor.limitSegment(flushes.element());
    }
  }

  private Outcome checkLimits() {
    if (buffer.isFull()
        || recipe.size()
            > Math.max(limits.maxRecipeBytes, (reader.position() - start) / limits.recipeShare)) {
      return Outcome.UNPREDICTED;
    }
    if (predictor.position() < limits.maxBytes) {
      return Outcome.RUNNING;
    }
    return limits.isSample ? Outcome.SAMPLED : Outcome.UNPREDICTED;
  }

  /// Of a complete pass: the recipe.
  public byte[] finish() {
    int padding = reader.readPadding();
    endBlock();
    return recipe.finish(padding);
  }

  /// Bytes of the recipe so far.
  int recipeBytes() {
    return recipe.size();
  }

  /// Of a complete pass: where the stream ends.
  public long end() {
    return reader.position();
  }

  /// Bytes of the contents so far.
  public long inflatedBytes() {
    return predictor.position();
  }

  /// Whether the profile predicts all that was read.
  public boolean isExact() {
    return recipe.isExact();
  }
}
