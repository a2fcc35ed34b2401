package dev.sluice.diff.fuzz;

import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.Effort;
import dev.sluice.diff.Patches;
import dev.sluice.diff.Sections;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.samples.SyntheticElf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Small files with containers, and patches between them: what fuzzing starts from.
final class Inputs {
  private static final DiffOptions SMALL_SECTIONS =
      DiffOptions.DEFAULT.withSections(new Sections(9000, 200)).withMaxApplyBytes(32 << 20);

  private Inputs() {}

  static byte[] zip(int version) {
    return made(
        () -> {
          var bytes = new ByteArrayOutputStream();
          try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 3; i++) {
              var entry = new ZipEntry("file-" + i);
              entry.setTime(1_000_000_000_000L);
              zip.putNextEntry(entry);
              zip.write(Samples.text(Samples.random(i == 0 ? version : i), 3 + 4 * i));
            }
          }
          return bytes.toByteArray();
        });
  }

  static byte[] gzip() {
    return gzip(Samples.text(Samples.random(62), 20));
  }

  private static byte[] gzip(byte[] contents) {
    return made(
        () -> {
          var bytes = new ByteArrayOutputStream();
          try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(contents);
          }
          return bytes.toByteArray();
        });
  }

  /// A package as Debian has it: an archive of compressed archives.
  static byte[] debianPackage() {
    return Samples.join(
        Samples.ascii("!<arch>\n"),
        member("debian-binary", Samples.ascii("2.0\n")),
        member("control.tar.gz", gzip()),
        member("data.tar.xz", Fixtures.read("two.xz")));
  }

  private static byte[] member(String name, byte[] contents) {
    var head = "%-16s%-12d%-6d%-6d%-8s%-10d`\n".formatted(name, 0, 0, 0, "100644", contents.length);
    return Samples.join(Samples.ascii(head), contents, new byte[contents.length % 2]);
  }

  /// Code before and behind a compressed payload, whose length follows it.
  static byte[] kernel() {
    var payload = Fixtures.read("legacy-4.lz4");
    return Samples.join(elf(1), payload, new byte[] {(byte) 0xe0, 0x2e, 0, 0});
  }

  static byte[] nested() {
    return gzip(Samples.join(zip(1), Fixtures.read("gzip.squashfs")));
  }

  /// @param functions how many the executable has
  static byte[] elf(int functions) {
    return new SyntheticElf(functions % 2 == 1, functions(functions)).bytes();
  }

  private static List<SyntheticElf.Function> functions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new SyntheticElf.Function("function" + i, "function" + (i + 1) % count))
        .toList();
  }

  /// The base that all patches of [#patches] are for.
  static byte[] base() {
    return file(1);
  }

  private static byte[] file(int version) {
    return Samples.join(
        zip(version),
        elf(20 + 2 * version),
        elf(11 + 2 * version),
        Fixtures.read(version == 1 ? "legacy-1.lz4" : "legacy-4.lz4"),
        Fixtures.read(version == 1 ? "gzip.squashfs" : "two.xz"),
        Samples.edit(Samples.random(version), Samples.text(Samples.random(63), 40), version));
  }

  /// Patches for [#base]: to a later version, to files of one kind each, and to nothing.
  static Stream<byte[]> patches() {
    var base = base();
    var text =
        Samples.edit(Samples.random(5), Samples.cut(base, base.length - 3000, base.length), 3);
    var rewritten = Samples.text(Samples.random(64), 200);
    var edits =
        Stream.of(
                file(2),
                text,
                zip(3),
                elf(24),
                elf(15),
                Fixtures.read("legacy-4.lz4"),
                Fixtures.read("two.xz"),
                new byte[0])
            .map(neu -> made(() -> Patches.diff(base, neu, SMALL_SECTIONS)));
    var thorough = SMALL_SECTIONS.withEffort(Effort.BEST);
    return Stream.concat(edits, Stream.of(made(() -> Patches.diff(base, rewritten, thorough))));
  }

  private static byte[] made(Maker maker) {
    try {
      return maker.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Maker {
    byte[] make() throws IOException;
  }
}
