package dev.sluice.diff.inplace;

import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.Patches;
import dev.sluice.diff.Sections;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.xz.XzRebuilder;
import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a device was sent, and what should come of it.
final class Update {
  private static final int SECTION_BYTES = 3_000;

  final byte[] old;
  final byte[] neu;
  final byte[] patch;

  Update(byte[] old, byte[] neu, int sectionBytes) throws IOException {
    this.old = old;
    this.neu = neu;
    this.patch =
        Patches.diff(old, neu, DiffOptions.DEFAULT.withSections(new Sections(sectionBytes, 100)));
  }

  PatchOutcome applied() {
    return new PatchOutcome.Applied(Digest.sha256(neu), neu.length);
  }

  PatchHeader header() throws IOException {
    return ((PatchHeader.Outcome.Read) PatchHeader.read(new ByteArrayInputStream(patch))).header();
  }

  /// Of texts, which need no scratch.
  static Update plain(long seed) throws IOException {
    var random = Samples.random(seed);
    var old = Samples.text(random, 1 + random.nextInt(80));
    var half = Samples.join(Samples.cut(old, old.length / 2, old.length), old);
    var neu =
        switch (random.nextInt(4)) {
          case 0 -> Samples.edit(random, old, 5);
          case 1 -> Samples.cut(half, 0, old.length); // the halves change places
          case 2 -> half; // longer
          default -> Samples.cut(old, old.length / 3, old.length * 2 / 3); // shorter
        };
    return new Update(old, neu, 200 + random.nextInt(2000));
  }

  /// One of each kind of stream whose contents are kept. That of xz streams is left out where the
  /// machine has no liblzma, as the differ leaves them alone there.
  static List<Update> withScratch() throws IOException {
    List<Update> updates = new ArrayList<>();
    updates.add(archive(9, 6));
    updates.add(
        new Update(Fixtures.read("legacy-1.lz4"), Fixtures.read("legacy-4.lz4"), SECTION_BYTES));
    if (XzRebuilder.isAvailable()) {
      updates.add(
          new Update(Fixtures.read("xz.squashfs"), Fixtures.read("gzip.squashfs"), SECTION_BYTES));
    }
    return updates;
  }

  /// Of deflated archives.
  static Update archive(long seed, int files) throws IOException {
    var kind = new Samples.ZipKind("usual", 6, 4, false, "", "");
    return new Update(
        Samples.zip(seed, 1, files, kind), Samples.zip(seed, 2, files, kind), SECTION_BYTES);
  }
}
