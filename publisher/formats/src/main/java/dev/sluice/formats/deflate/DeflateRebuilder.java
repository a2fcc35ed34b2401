package dev.sluice.formats.deflate;

import dev.sluice.formats.deflate.block.BlockBuffer;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Refusal;
import dev.sluice.formats.deflate.match.Predictor;
import dev.sluice.formats.deflate.recipe.Correction;
import dev.sluice.formats.deflate.recipe.Corrections;
import dev.sluice.formats.deflate.recipe.SegmentKind;
import dev.sluice.formats.deflate.token.BitOutput;
import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import dev.sluice.formats.deflate.token.TreeHeader;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;

/// Makes a raw deflate stream again from its contents and its recipe.
///
/// It runs the predictor that the analysis ran, and corrects it where the recipe says so. It uses
/// no compressor of the platform: what it makes is the same on every device. [#open] leaves streams
/// without corrections to a [DeflateEngine], if that makes them.
public final class DeflateRebuilder implements StreamRebuilder {
  /// Heap that a rebuilder takes at most, in bytes, whatever the recipe and the contents.
  public static final int MEMORY_BYTES =
      Predictor.MEMORY_BYTES + BlockBuffer.MEMORY_BYTES + BitOutput.BUFFER_BYTES + (24 << 10);

  private final Corrections corrections;
  private final Profile profile;
  private final Predictor predictor;
  private final BlockBuffer block;
  private final BitOutput output;
  private int blockTokens;
  private Corrections.Segment segment;
  private long segmentEnd;

  private DeflateRebuilder(
      Profile profile, Corrections corrections, Corrections.Segment first, ByteSink output)
      throws MalformedPatchException {
    this.profile = profile;
    this.corrections = corrections;
    this.predictor = new Predictor(profile);
    this.block = new BlockBuffer(profile);
    this.output = new BitOutput(output);
    this.blockTokens = profile.blockTokens();
    this.segment = first;
    this.segmentEnd = end(first);
  }

  /// The engine's rebuilder, if there is nothing to correct and it follows the profile, or our own.
  /// Reads the first bytes of the recipe; the others are read as they are needed.
  ///
  /// @throws MalformedPatchException if no recipe begins like that
  public static StreamRebuilder open(RecipeReader recipe, ByteSink output, DeflateEngine engine)
      throws IOException, MalformedPatchException {
    var profile = Profile.read(recipe);
    var corrections = new Corrections(recipe);
    var first = corrections.readSegment();
    if (first.kind() == SegmentKind.FINAL && corrections.areDone()) {
      var made = engine.open(profile, output);
      if (made.isPresent()) {
        return made.get();
      }
    }
    return new DeflateRebuilder(profile, corrections, first, output);
  }

  private long end(Corrections.Segment next) throws MalformedPatchException {
    if (next.kind().isFinal()) {
      return Long.MAX_VALUE;
    }
    if (next.bytes() > Long.MAX_VALUE - predictor.position()) {
      throw Refusal.of("segments that end");
    }
    return predictor.position() + next.bytes();
  }

  @Override
  public long memoryBytes() {
    return MEMORY_BYTES;
  }

  @Override
  public void accept(byte[] contents, int offset, int count)
      throws IOException, MalformedPatchException {
    int done = 0;
    while (done < count) {
      done += predictor.append(contents, offset + done, count - done);
      run(false);
    }
  }

  /// Goes on as far as the contents at hand allow. It ends, since each turn uses up contents or
  /// bytes of the recipe.
  private void run(boolean isComplete) throws IOException, MalformedPatchException {
    predictor.limitSegment(segmentEnd);
    while (true) {
      if (predictor.position() == segmentEnd) {
        endSegment();
      } else if (predictor.isReady(isComplete)) {
        step();
      } else {
        return;
      }
    }
  }

  private void step() throws IOException, MalformedPatchException {
    int token = predictor.predict();
    if (corrections.isAnyDue()) {
      token = corrected(token);
    }
    if (block.isFull()) {
      throw Refusal.of("blocks of tokens for which there is room");
    }
    block.add(token);
    predictor.accept(token);
    boolean isEnd = block.isEndPredicted(blockTokens, token, predictor.remaining());
    if (corrections.isAnyDue()) {
      isEnd = correctedEnd(isEnd);
    }
    if (isEnd) {
      endBlock(false);
    }
    corrections.advance();
  }

  private int corrected(int predicted) throws IOException, MalformedPatchException {
    if (corrections.isDue(Correction.LITERAL)) {
      corrections.readNext();
      return predictor.literal();
    }
    if (!corrections.isDue(Correction.MATCH)) {
      return predicted;
    }
    int length = corrections.readByte() + Codes.MIN_MATCH;
    long distance = corrections.readNumber() + 1;
    if (length > Math.min(predictor.remaining(), Codes.MAX_MATCH)
        || !predictor.isReachable(distance)) {
      throw Refusal.of("matches within the contents");
    }
    corrections.readNext();
    return Token.match(length, (int) distance);
  }

  private boolean correctedEnd(boolean isPredicted) throws IOException, MalformedPatchException {
    if (corrections.isDue(Correction.BLOCK_ENDS)) {
      if (profile.isStored()) {
        blockTokens = block.size();
      }
      corrections.readNext();
      return true;
    }
    if (corrections.isDue(Correction.BLOCK_GOES_ON)) {
      corrections.readNext();
      return false;
    }
    return isPredicted;
  }

  private void endBlock(boolean isFinal) throws IOException, MalformedPatchException {
    var plan = block.plan();
    if (corrections.isDue(Correction.CODING)) {
      plan = correctedPlan(plan);
    }
    block.write(output, plan, isFinal, predictor.window(), predictor.windowPosition());
    block.clear();
  }

  private BlockBuffer.Plan correctedPlan(BlockBuffer.Plan predicted)
      throws IOException, MalformedPatchException {
    int code = corrections.readByte();
    if (code >= Correction.Coding.count()) {
      throw Refusal.of("codings of blocks");
    }
    var coding = Correction.Coding.of(code);
    var head = coding == Correction.Coding.DYNAMIC_WITH_HEAD ? readHead() : predicted.head();
    corrections.readNext();
    return new BlockBuffer.Plan(coding.blockType(), head);
  }

  private TreeHeader readHead() throws IOException, MalformedPatchException {
    var assembler = new TreeHeader.Assembler();
    while (!assembler.isComplete()) {
      if (!assembler.add(corrections.readByte())) {
        throw Refusal.of("heads of dynamic blocks");
      }
    }
    return assembler.header();
  }

  private void endSegment() throws IOException, MalformedPatchException {
    if (block.size() > 0) {
      endBlock(false);
    }
    corrections.requireDone();
    BlockBuffer.writeFlush(
        output, segment.kind() == SegmentKind.PARTIAL ? BlockType.FIXED : BlockType.STORED);
    predictor.beginSegment(segment.kind() == SegmentKind.FULL);
    segment = corrections.readSegment();
    segmentEnd = end(segment);
    predictor.limitSegment(segmentEnd);
  }

  @Override
  public void finish() throws IOException, MalformedPatchException {
    run(true);
    if (!segment.kind().isFinal()) {
      throw Refusal.of("segments within the contents");
    }
    endBlock(true);
    corrections.requireDone();
    output.align(segment.padding());
    output.flush();
  }

  @Override
  public void close() {
    // All memory is the collector's.
  }
}
