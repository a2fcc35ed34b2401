package dev.sluice.formats.deflate;

import dev.sluice.formats.deflate.encoder.Family;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/// What zlib the platform has, and which profiles it follows.
///
/// A JDK brings a zlib or takes the system's, and that may be one of the forks that compress in
/// another way (zlib-ng, Chromium's, Intel's, hardware). They differ in what they hash and how far
/// they search, so that samples of any kind tell them apart: a profile counts as followed after the
/// platform has made the samples into what our own encoder makes of them. Of that the checksums
/// stand here: our encoder would be interpreted code in a process that applies one patch and ends.
public final class PlatformZlib {
  private static final int SAMPLE_BYTES = 200_000;
  private static final int PHRASES = 400;
  private static final int MAX_PHRASE_BYTES = 60;
  private static final int PIECE_BYTES = 4096;

  /// A block of literals holds 16,383 of them, and these are a few more.
  private static final int NOISE_BYTES = 20_000;

  /// Lengths of the samples: the whole one, and those at which an encoder changes its ways, as
  /// there is nothing to match, and no room for a tree.
  private static final int[] SAMPLES_BYTES = {SAMPLE_BYTES, 0, 1, 2, 3, 4, 17, 258, 300};

  /// What our own encoder makes of the samples at the levels from 1 on, see [#checksum].
  private static final int[] OF_DEFAULT = {
    0xac1f0efd,
    0x5fcb8a64,
    0xa81deaff,
    0xb5fdb80b,
    0x9faab9a3,
    0xd01db0e9,
    0xd2c58743,
    0x8607386d,
    0x8607386d
  };

  private static final int[] OF_FILTERED = {
    0xac1f0efd,
    0x5fcb8a64,
    0xa81deaff,
    0x9076d012,
    0x3c30d7b4,
    0x7bb919fd,
    0xf9893370,
    0xf967615e,
    0xf967615e
  };

  private static final int[] OF_HUFFMAN_ONLY = {
    0x6cfac699,
    0x6cfac699,
    0x6cfac699,
    0x6cfac699,
    0x6cfac699,
    0x6cfac699,
    0x6cfac699,
    0x6cfac699,
    0x6cfac699
  };

  private static final Map<Profile, Boolean> FOLLOWED = new ConcurrentHashMap<>();

  private PlatformZlib() {}

  /// A rebuilder that uses the platform's zlib, if that follows the profile.
  public static Optional<StreamRebuilder> open(Profile profile, ByteSink output) {
    return isOfItsKind(profile) && FOLLOWED.computeIfAbsent(profile, PlatformZlib::isFollowed)
        ? Optional.of(new PlatformRebuilder(profile, output))
        : Optional.empty();
  }

  /// Whether [java.util.zip.Deflater] can be told to do it. It cannot be told of windows and
  /// memory levels; stored streams changed between versions of zlib (1.2.11).
  private static boolean isOfItsKind(Profile profile) {
    boolean isStrategyKnown =
        switch (profile.strategy()) {
          case DEFAULT, FILTERED, HUFFMAN_ONLY -> true;
          case RUN_LENGTHS, FIXED -> false;
        };
    return isStrategyKnown
        && profile.family() == Family.ZLIB
        && !profile.isStored()
        && profile.memoryLevel() == Profile.USUAL_MEMORY_LEVEL
        && profile.windowBits() == Profile.MAX_WINDOW_BITS;
  }

  private static boolean isFollowed(Profile profile) {
    return checksum(output -> new PlatformRebuilder(profile, output)) == expected(profile);
  }

  /// The checksum that our own encoder comes to.
  static int expected(Profile profile) {
    var ofStrategy =
        switch (profile.strategy()) {
          case FILTERED -> OF_FILTERED;
          case HUFFMAN_ONLY -> OF_HUFFMAN_ONLY;
          case DEFAULT, RUN_LENGTHS, FIXED -> OF_DEFAULT;
        };
    return ofStrategy[profile.level() - 1];
  }

  /// CRC-32 of the streams that an encoder makes of the samples, one behind the other.
  static int checksum(Encoder encoder) {
    var sample = sample();
    var checksum = new CRC32();
    try {
      for (int length : SAMPLES_BYTES) {
        try (var rebuilder = encoder.open(checksum::update)) {
          rebuilder.accept(sample, 0, length);
          rebuilder.finish();
        }
      }
    } catch (IOException | MalformedPatchException e) {
      throw new IllegalStateException("a checksum takes all bytes, and samples are contents", e);
    }
    return (int) checksum.getValue();
  }

  /// Opens an encoder anew.
  @FunctionalInterface
  interface Encoder {
    StreamRebuilder open(ByteSink output) throws IOException, MalformedPatchException;
  }

  /// Phrases of few letters that come again near and far, a piece that comes again at the end of
  /// the window, a run, and noise: matches of all lengths and distances, lazy ones, full blocks and
  /// stored ones, and two slides of the window.
  private static byte[] sample() {
    var random = new SplittableRandom(1);
    var phrases = new byte[PHRASES][];
    for (int i = 0; i < PHRASES; i++) {
      phrases[i] = new byte[random.nextInt(2, MAX_PHRASE_BYTES)];
      for (int j = 0; j < phrases[i].length; j++) {
        phrases[i][j] = (byte) ('a' + random.nextInt(1 + i % Byte.MAX_VALUE));
      }
    }
    var sample = new byte[SAMPLE_BYTES];
    int noiseAt = SAMPLE_BYTES / 2;
    for (int at = 0; at < SAMPLE_BYTES; ) {
      var phrase = phrases[random.nextInt(PHRASES)];
      int count = Math.min(phrase.length, SAMPLE_BYTES - at);
      System.arraycopy(phrase, 0, sample, at, count);
      at += count;
    }
    for (int i = 0; i < NOISE_BYTES; i++) {
      sample[noiseAt + i] = (byte) random.nextInt();
    }
    Arrays.fill(sample, noiseAt - PIECE_BYTES, noiseAt, (byte) 0);
    System.arraycopy(sample, 0, sample, (1 << Profile.MAX_WINDOW_BITS) - PIECE_BYTES, PIECE_BYTES);
    return sample;
  }
}
