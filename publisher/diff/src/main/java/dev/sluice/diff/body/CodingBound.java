package dev.sluice.diff.body;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Ends the coding of a body that becomes too long.
///
/// A sample of the sections is coded first: what is new in them, and what their codes take, tells
/// about how long all codes will be. Where that is clearly too long, the rest is left. Else it is
/// coded until the codes are too long together, if ever. The outcome does not depend on which
/// thread is ahead: all of the sample is coded, or its codes alone are too long.
///
/// Three quarters of the time for a tar of kernel modules went into a dictionary that was coded to
/// its end, only to be longer than the edits.
final class CodingBound {
  /// Of the sample one section in so many, unless these are fewer than [#MIN_SAMPLE].
  private static final int SAMPLE_STRIDE = 8;

  private static final int MIN_SAMPLE = 8;

  /// What is estimated to be longer by less than this may be shorter in truth.
  private static final double TOLERANCE = 1.2;

  /// So many bytes that the base has take as much code as one that it has not.
  private static final double KNOWN_PER_NEW = 512;

  private final List<? extends PatchBody.Section> sections;
  private final long maxBytes;
  private final int stride;
  private final AtomicLong coded = new AtomicLong();

  CodingBound(List<? extends PatchBody.Section> sections, long maxBytes) {
    this.sections = sections;
    this.maxBytes = maxBytes;
    this.stride = Math.clamp(sections.size() / MIN_SAMPLE, 1, SAMPLE_STRIDE);
  }

  /// What is coded first; nothing where every length is right or there are too few sections.
  int[] sample() {
    return IntStream.range(0, sections.size()).filter(this::isOfSample).toArray();
  }

  /// What is coded then.
  int[] rest() {
    return IntStream.range(0, sections.size()).filter(i -> !isOfSample(i)).toArray();
  }

  private boolean isOfSample(int section) {
    return maxBytes < Long.MAX_VALUE && stride > 1 && section % stride == stride / 2;
  }

  /// A section was coded.
  void add(long codeBytes) {
    coded.addAndGet(codeBytes);
  }

  /// Whether the codes so far are within the bound.
  boolean isKept() {
    return coded.get() <= maxBytes;
  }

  /// Whether all codes may be, by what the sample took, and nothing else was coded yet.
  boolean isPromising() {
    double all = weight(IntStream.range(0, sections.size()).toArray());
    double known = weight(sample());
    return coded.get() * all <= maxBytes * TOLERANCE * known;
  }

  private double weight(int[] some) {
    return IntStream.of(some)
        .mapToObj(sections::get)
        .mapToDouble(section -> section.newBytes() + section.viewBytes() / KNOWN_PER_NEW)
        .sum();
  }
}
