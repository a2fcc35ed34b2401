package dev.sluice.diff.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Comparator;

/// What holds for the files of every image, whatever its bytes are.
public final class Ext4Invariants {
  private Ext4Invariants() {}

  /// Runs lie within the image and apart, and each file has several.
  public static void requireSound(byte[] image) {
    var files = Ext4Files.find(MemorySegment.ofArray(image));

    assertThat(files).allMatch(file -> file.extents().size() > 1);
    long end = 0;
    var runs =
        files.stream()
            .flatMap(file -> file.extents().stream())
            .sorted(Comparator.comparingLong(Ext4File.Extent::position))
            .toList();
    for (var run : runs) {
      assertThat(run.position()).isGreaterThanOrEqualTo(end);
      end = run.end();
    }
    assertThat(end).isLessThanOrEqualTo(image.length);
  }
}
