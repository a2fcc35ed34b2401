package dev.sluice.edge.config;

import static dev.sluice.edge.config.HttpSection.require;

import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.content.CacheLimits;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.time.Duration;

/// Section `cache`: how much is kept, how it is cut, how long it is believed, and how much is
/// fetched at a time.
///
/// The slice length is that of the slice lists which the publisher signs. The ages are the longest
/// that the design allows. 64 fetches fill any uplink of a site; a minute is what HTTP clients
/// commonly wait.
///
/// @param limit most bytes of all slices; room for [#MIN_SLICES] at least
/// @param sliceLength how objects are cut
/// @param maxAge how old a timestamp may be that is served unasked, 60 s at most
/// @param absenceMaxAge how long it is believed that there is no newer root, 60 s at most
/// @param askInterval shortest time between two questions about one of them
/// @param maxFills most fetches under way at a time; further ones wait
/// @param readerWait longest time that a reader waits for one slice
public record CacheSection(
    @Describe("most bytes on disk; the least recently used leave first") ByteSize limit,
    @Describe("length of a slice, the unit of fetching and keeping") @Default("1MiB")
        ByteSize sliceLength,
    @Describe("how old timestamp.json may be before upstream is asked; 60s at most") @Default("60s")
        Duration maxAge,
    @Describe("how long an absent root version is believed to be absent; 60s at most")
        @Default("60s")
        Duration absenceMaxAge,
    @Describe("shortest time between two questions about one of them, however many clients insist")
        @Default("1s")
        Duration askInterval,
    @Describe("most fetches at a time, fewer on a slow link; further ones wait") @Default("64")
        int maxFills,
    @Describe("longest time that a client waits for one slice") @Default("60s")
        Duration readerWait) {
  /// In a smaller store, readers would evict each other's slices while they read.
  public static final int MIN_SLICES = 16;

  /// Checks the ranges.
  public CacheSection {
    require(
        sliceLength.bytes() > 0 && sliceLength.bytes() <= Slicing.MAX_SLICE_LENGTH_BYTES,
        "slice-length: expected 1 byte to %s, got %s"
            .formatted(new ByteSize(Slicing.MAX_SLICE_LENGTH_BYTES), sliceLength));
    var minimum = new ByteSize(MIN_SLICES * sliceLength.bytes());
    require(
        limit.bytes() >= minimum.bytes(),
        "limit: expected room for %d slices, that is %s, got %s"
            .formatted(MIN_SLICES, minimum, limit));
    requireAge("max-age", maxAge);
    requireAge("absence-max-age", absenceMaxAge);
    requireAge("ask-interval", askInterval);
    require(maxFills > 0, "max-fills: expected 1 or more, got " + maxFills);
    require(readerWait.isPositive(), "reader-wait: expected above 0, got " + readerWait);
  }

  /// With the defaults.
  public CacheSection(ByteSize limit) {
    this(
        limit,
        new ByteSize(Slicing.DEFAULT.sliceLengthBytes()),
        FreshnessRules.DEFAULT.mutableMaxAge(),
        FreshnessRules.DEFAULT.absenceMaxAge(),
        FreshnessRules.DEFAULT.askInterval(),
        CacheLimits.DEFAULT.maxFills(),
        CacheLimits.DEFAULT.readerWait());
  }

  /// How objects are cut.
  public Slicing slicing() {
    return new Slicing(sliceLength.bytes());
  }

  /// How long mutable objects and absences are believed.
  public FreshnessRules freshness() {
    return new FreshnessRules(maxAge, absenceMaxAge, askInterval);
  }

  /// How much is fetched at a time.
  public CacheLimits limits() {
    return new CacheLimits(maxFills, readerWait);
  }

  private static void requireAge(String key, Duration age) {
    require(
        !age.isNegative() && age.compareTo(FreshnessRules.MAX_AGE_LIMIT) <= 0,
        "%s: expected 0s to %ds, got %s"
            .formatted(key, FreshnessRules.MAX_AGE_LIMIT.toSeconds(), age));
  }
}
