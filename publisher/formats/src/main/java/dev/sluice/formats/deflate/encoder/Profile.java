package dev.sluice.formats.deflate.encoder;

import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// The parameters of an encoder of zlib's family.
///
/// @param level 0 to 9; 0 stores
/// @param memoryLevel 1 to 9: size of the hash table and of a block
/// @param windowBits 9 to 15: log2 of the window in bytes
public record Profile(
    Strategy strategy, int level, Family family, int memoryLevel, int windowBits) {
  static final int MAX_LEVEL = 9;

  /// The memory level of an encoder that is not told another.
  public static final int USUAL_MEMORY_LEVEL = 8;

  /// The largest memory level.
  public static final int MAX_MEMORY_LEVEL = 9;

  /// log2 of the smallest window.
  public static final int MIN_WINDOW_BITS = 9;

  /// log2 of the largest window, which is the usual one.
  public static final int MAX_WINDOW_BITS = 15;

  /// Bytes that [#write] writes.
  static final int BYTES = 2;

  private static final int LEVELS = MAX_LEVEL + 1;
  private static final int WINDOWS = MAX_WINDOW_BITS - MIN_WINDOW_BITS + 1;
  private static final int BLOCK_TOKENS_OF_GO = 1 << 14;
  private static final int FIRST_LAZY_LEVEL = 4;
  private static final int MIN_HASH_BITS_OF_CHROMIUM = 15;
  private static final int HASH_BITS_OF_GNU_GZIP = 15;
  private static final int MIN_LEVEL_OF_EARLY_ENDS = 3;

  /// Chromium's zlib looks at three bytes from this level on.
  public static final int FIRST_LEVEL_OF_THREE = 6;

  /// Checks the ranges.
  public Profile {
    if (level < 0
        || level > MAX_LEVEL
        || memoryLevel < 1
        || memoryLevel > MAX_MEMORY_LEVEL
        || windowBits < MIN_WINDOW_BITS
        || windowBits > MAX_WINDOW_BITS) {
      throw new IllegalArgumentException("parameters that zlib has, not " + level + " and so on");
    }
  }

  /// What zlib does at a level, unless it is told more.
  public static Profile of(int level) {
    return new Profile(Strategy.DEFAULT, level, Family.ZLIB, USUAL_MEMORY_LEVEL, MAX_WINDOW_BITS);
  }

  /// The same at another level.
  public Profile withLevel(int changed) {
    return new Profile(strategy, changed, family, memoryLevel, windowBits);
  }

  /// The same of another encoder.
  public Profile withFamily(Family changed) {
    return new Profile(strategy, level, changed, memoryLevel, windowBits);
  }

  /// The same at another memory level.
  public Profile withMemoryLevel(int changed) {
    return new Profile(strategy, level, family, changed, windowBits);
  }

  /// The same with another window.
  public Profile withWindowBits(int changed) {
    return new Profile(strategy, level, family, memoryLevel, changed);
  }

  /// The same with another strategy.
  public Profile withStrategy(Strategy changed) {
    return new Profile(changed, level, family, memoryLevel, windowBits);
  }

  /// Writes the [#BYTES] at the beginning of a recipe.
  public void write(ByteArrayOutputStream target) {
    int number = strategy.code() * Family.count() + family.code();
    number = number * WINDOWS + windowBits - MIN_WINDOW_BITS;
    number = number * MAX_MEMORY_LEVEL + memoryLevel - 1;
    number = number * LEVELS + level;
    target.write(number);
    target.write(number >> Byte.SIZE);
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws MalformedPatchException if no encoder has these parameters
  public static Profile read(RecipeReader recipe) throws IOException, MalformedPatchException {
    int number = recipe.read() | recipe.read() << Byte.SIZE;
    int level = number % LEVELS;
    number /= LEVELS;
    int memoryLevel = number % MAX_MEMORY_LEVEL + 1;
    number /= MAX_MEMORY_LEVEL;
    int windowBits = number % WINDOWS + MIN_WINDOW_BITS;
    number /= WINDOWS;
    int strategy = number / Family.count();
    if (strategy >= Strategy.count()) {
      throw Refusal.of("the parameters of an encoder");
    }
    return new Profile(
        Strategy.of(strategy), level, Family.of(number % Family.count()), memoryLevel, windowBits);
  }

  /// Whether there are only stored blocks.
  public boolean isStored() {
    return level == 0;
  }

  /// Whether a match waits for a better one at the next byte.
  public boolean isLazy() {
    return level >= FIRST_LAZY_LEVEL
        && strategy != Strategy.HUFFMAN_ONLY
        && strategy != Strategy.RUN_LENGTHS;
  }

  /// Whether the encoder takes 65535 bytes at a time and makes a block of them, however many tokens
  /// they are.
  public boolean isOfWholeBlocks() {
    return family == Family.GO && (level == 1 || strategy == Strategy.HUFFMAN_ONLY);
  }

  /// Tokens at which a block ends. At level 0: bytes, until a recipe says otherwise; and bytes
  /// wherever blocks are made whole.
  public int blockTokens() {
    if (isStored() || isOfWholeBlocks()) {
      return Codes.MAX_STORED;
    }
    return family == Family.GO ? BLOCK_TOKENS_OF_GO : (1 << (memoryLevel + 6)) - 1;
  }

  /// Whether blocks may end before there are as many tokens.
  public boolean hasEarlyEnds() {
    return family == Family.GNU_GZIP && level >= MIN_LEVEL_OF_EARLY_ENDS;
  }

  /// log2 of the hash table.
  public int hashBits() {
    int bits = memoryLevel + 7;
    return switch (family) {
      case ZLIB, GO -> bits;
      case CHROMIUM_CRC_OF_THREE, CHROMIUM_CRC_OF_FOUR, CHROMIUM_PRODUCT_OF_FOUR ->
          Math.max(bits, MIN_HASH_BITS_OF_CHROMIUM);
      case GNU_GZIP -> HASH_BITS_OF_GNU_GZIP;
    };
  }

  /// How hard the encoder searches.
  public Effort effort() {
    return Effort.of(family, level);
  }
}
