package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Generated values under one seed: the same seed and scale give the same values in the same order,
/// on every machine.
///
/// Sizes prefer the edges (nothing, one, the limit, powers of two and their neighbours), because
/// that is where mistakes live. The scale cuts the limits of all sizes down, so that a failing
/// check can be repeated with smaller input.
///
/// Not for use by several threads: the order of their draws would not repeat.
public final class Seeded implements RandomGenerator {
  /// The scale at which sizes reach their limits.
  public static final int FULL_SCALE = 100;

  private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final List<String> AWKWARD =
      List.of(
          "\"", "\\", "/", "\u0000", "\n", "\r", "\t", " ", "é", "e\u0301", "ß", "漢", "😀",
          "\u2028", "\u007f");

  private final long seed;
  private final int scale;
  private final SplittableRandom random;

  /// Values of `seed` with sizes up to their limits.
  public Seeded(long seed) {
    this(seed, FULL_SCALE);
  }

  /// Values of `seed` with sizes up to `scale` percent of their limits.
  ///
  /// @param scale 1 to [#FULL_SCALE]
  public Seeded(long seed, int scale) {
    if (scale < 1 || scale > FULL_SCALE) {
      throw new IllegalArgumentException("the scale must be 1 to " + FULL_SCALE + ", got " + scale);
    }
    this.seed = seed;
    this.scale = scale;
    this.random = new SplittableRandom(seed);
  }

  /// The seed that all values come from.
  public long seed() {
    return seed;
  }

  int scale() {
    return scale;
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  /// An independent source for one part of a test, so that its draws do not move those of the
  /// others.
  public Seeded split() {
    return new Seeded(random.nextLong(), scale);
  }

  /// True with the given probability, 0 to 1.
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /// A size in `[0, limit]`, often at an edge.
  public int size(int limit) {
    return (int) length(limit);
  }

  /// A length in `[0, limit]`, often at an edge.
  ///
  /// @throws IllegalArgumentException if `limit` is negative
  public long length(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit must not be negative, got " + limit);
    }
    long scaled = scale == FULL_SCALE ? limit : Math.ceilDiv(limit, FULL_SCALE) * scale;
    long max = Math.min(limit, scaled);
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Math.min(1, max);
      case 2 -> max;
      case 3 -> nearPowerOfTwo(max);
      case 4 -> between(0, Math.min(max, 16));
      default -> between(0, max);
    };
  }

  private long nearPowerOfTwo(long max) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(max);
    long power = 1L << random.nextInt(Math.max(1, bits));
    return Math.clamp(power + random.nextInt(3) - 1, 0, max);
  }

  /// A number in `[min, max]`, both included, evenly spread.
  public long between(long min, long max) {
    return max == Long.MAX_VALUE ? random.nextLong(min, max) : random.nextLong(min, max + 1);
  }

  /// Up to `limit` bytes: noise, runs, or text, because compressors and matchers treat them
  /// differently.
  public byte[] bytes(int limit) {
    return bytesOfLength(size(limit));
  }

  /// Exactly `length` bytes: noise, runs, or text.
  public byte[] bytesOfLength(int length) {
    var bytes = new byte[length];
    switch (random.nextInt(3)) {
      case 0 -> random.nextBytes(bytes);
      case 1 -> fillWithRuns(bytes);
      default -> fillWithText(bytes);
    }
    return bytes;
  }

  private void fillWithRuns(byte[] bytes) {
    for (int i = 0; i < bytes.length; ) {
      byte value = (byte) random.nextInt(256);
      int end = Math.min(bytes.length, i + 1 + random.nextInt(64));
      while (i < end) {
        bytes[i++] = value;
      }
    }
  }

  private void fillWithText(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) PLAIN.charAt(random.nextInt(PLAIN.length()));
    }
  }

  /// Lower-case letters and digits, `1` to `limit` of them: valid wherever a name is asked for.
  public String name(int limit) {
    var length = Math.max(1, size(limit));
    var name = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      name.append(PLAIN.charAt(random.nextInt(PLAIN.length())));
    }
    return name.toString();
  }

  /// Up to `limit` characters of any kind: quotes, controls, combining marks, surrogate pairs
  /// (always whole).
  public String text(int limit) {
    var length = size(limit);
    var text = new StringBuilder(length);
    while (text.length() < length) {
      var next =
          chance(0.3)
              ? pick(AWKWARD)
              : String.valueOf(PLAIN.charAt(random.nextInt(PLAIN.length())));
      if (text.length() + next.length() > length) {
        break;
      }
      text.append(next);
    }
    return text.toString();
  }

  /// Up to `limit` values.
  public <T> List<T> list(int limit, Function<Seeded, T> value) {
    var length = size(limit);
    var values = new ArrayList<T>(length);
    for (int i = 0; i < length; i++) {
      values.add(value.apply(this));
    }
    return values;
  }

  /// One of the values, each equally likely.
  ///
  /// @throws IllegalArgumentException if there is none
  public <T> T pick(List<? extends T> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there must be something to pick from");
    }
    return values.get(random.nextInt(values.size()));
  }

  /// The same values in another order.
  public <T> List<T> shuffled(List<? extends T> values) {
    var shuffled = new ArrayList<T>(values);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T moved = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, moved);
    }
    return shuffled;
  }

  /// A copy with one bit turned over, or the empty array as it came.
  public byte[] withFlippedBit(byte[] bytes) {
    var copy = bytes.clone();
    if (copy.length > 0) {
      int bit = random.nextInt(8);
      copy[random.nextInt(copy.length)] ^= (byte) (1 << bit);
    }
    return copy;
  }

  @Override
  public String toString() {
    return "seed " + Seeds.format(seed, scale);
  }
}
