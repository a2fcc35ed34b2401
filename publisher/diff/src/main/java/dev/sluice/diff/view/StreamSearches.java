package dev.sluice.diff.view;

import dev.sluice.diff.classfile.ClassSearch;
import dev.sluice.diff.classfile.DeflatedClassContents;
import dev.sluice.diff.deflate.DeflateSearch;
import dev.sluice.diff.deflate.GzipSignature;
import dev.sluice.diff.deflate.ZipSignature;
import dev.sluice.diff.deflate.ZlibSignature;
import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.lz4.Lz4BlockSearch;
import dev.sluice.diff.lz4.Lz4FrameSearch;
import dev.sluice.diff.squashfs.SquashfsSignature;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.diff.stream.StreamSignature;
import dev.sluice.diff.stream.WholeContents;
import dev.sluice.diff.xz.XzSearch;
import dev.sluice.diff.zstd.ZstdSearch;
import dev.sluice.formats.StreamFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The differ's side of all formats, for one pair of files.
final class StreamSearches {
  /// What the search goes by, in the order in which signatures are compared.
  static final List<StreamSignature> SIGNATURES =
      List.of(
          new ZipSignature(),
          new GzipSignature(),
          new XzSearch.Signature(),
          new SquashfsSignature(),
          new ClassSearch.Signature(),
          new ZstdSearch.Signature(),
          new Lz4FrameSearch.Signature(),
          new ZlibSignature());

  private static final List<WholeContents> WHOLE = List.of(new DeflatedClassContents());

  private final Map<StreamFormat, StreamSearch> byFormat;
  private final Set<Feature> features;

  StreamSearches(PairView.Limits limits) {
    features = limits.features();
    byFormat =
        Stream.of(
                new DeflateSearch(limits.maxContentsBytes(), features),
                new Lz4FrameSearch(limits.maxContentsBytes()),
                new Lz4BlockSearch(),
                new XzSearch(limits.maxContentsBytes()),
                new ZstdSearch(limits.maxContentsBytes(), limits.maxStreamMemoryBytes(), features),
                new ClassSearch())
            .filter(search -> features.contains(search.feature()))
            .collect(Collectors.toMap(StreamSearch::format, Function.identity()));
  }

  /// Whether streams of a format are taken apart.
  boolean has(StreamFormat format) {
    return byFormat.containsKey(format);
  }

  /// That of a format of which streams are found.
  StreamSearch of(StreamFormat format) {
    var search = byFormat.get(format);
    if (search == null) {
      throw new IllegalStateException("streams are found in formats that are searched: " + format);
    }
    return search;
  }

  /// What contents of a format's streams may be as a whole.
  Optional<WholeContents> findWhole(StreamFormat outer) {
    return WHOLE.stream()
        .filter(whole -> whole.outer().equals(outer) && features.contains(whole.feature()))
        .findFirst();
  }
}
