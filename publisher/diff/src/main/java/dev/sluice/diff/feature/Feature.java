package dev.sluice.diff.feature;

import java.util.EnumSet;
import java.util.Set;

/// What a differ may make use of in a patch, and every device carries the code for.
///
/// Switched off one by one, they show what they earn (`infra/bench/delta --ablation`): what earns
/// less than a hundredth of the corpus, and less than a tenth of every pair that it is there for,
/// goes. Only what the differ chooses is switched: devices read all of it.
public enum Feature {
  /// Deflate streams, as in jars, packages and gzip.
  DEFLATE,
  /// What Chromium's zlib makes, which Node and the browsers have.
  CHROMIUM_DEFLATE,
  /// What GNU gzip makes, whose blocks end elsewhere.
  GNU_GZIP,
  /// What Go makes, as in container images.
  GO_DEFLATE,
  /// Go's level 1, which searches in another way.
  FASTEST_GO_DEFLATE,
  /// LZ4's legacy frames, as in kernel images.
  LZ4_FRAMES,
  /// Bare LZ4 blocks, as in squashfs images.
  LZ4_BLOCKS,
  /// Streams of xz, as in Debian packages.
  XZ,
  /// Frames of zstd, as in Ubuntu packages.
  ZSTD,
  /// Frames that libzstd makes in part.
  ZSTD_CORRECTIONS,
  /// Frames of other versions of libzstd than our own.
  OTHER_LIBZSTD,
  /// Class files in an order that does not depend on their constants.
  CLASS_FILES,
  /// Class files that were deflated, as in most jars.
  DEFLATED_CLASSES,
  /// Addresses in executables, which are foretold.
  EXECUTABLES,
  /// Sections with a dictionary, for what is mostly new.
  DICTIONARIES;

  /// All of them.
  public static final Set<Feature> ALL = Set.copyOf(EnumSet.allOf(Feature.class));
}
