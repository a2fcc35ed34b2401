package dev.sluice.formats.samples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Seeded files, edits of them, and archives.
public final class Samples {
  private Samples() {}

  public static RandomGenerator random(long seed) {
    return new Random(seed);
  }

  /// Bytes with as much repetition as `symbols` allows.
  public static byte[] bytes(RandomGenerator random, int length, int symbols) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(symbols) * 3);
    }
    return bytes;
  }

  /// Words in lines.
  public static byte[] text(RandomGenerator random, int lines) {
    var words = List.of("ring", "wave", "slice", "tier", "rollout", "manifest", "and", "the", "of");
    var text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      for (int word = 0; word < 8; word++) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      text.append(random.nextInt(1000)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// A few insertions, deletions, moves and flips.
  public static byte[] edit(RandomGenerator random, byte[] old, int edits) {
    var bytes = old;
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(bytes.length + 1);
      int end = Math.min(bytes.length, at + random.nextInt(200));
      bytes =
          switch (random.nextInt(4)) {
            case 0 ->
                join(
                    cut(bytes, 0, at),
                    bytes(random, random.nextInt(300), 256),
                    cut(bytes, at, bytes.length));
            case 1 -> join(cut(bytes, 0, at), cut(bytes, end, bytes.length));
            case 2 -> join(cut(bytes, end, bytes.length), cut(bytes, 0, end));
            default -> flip(random, bytes, 20);
          };
    }
    return bytes;
  }

  public static byte[] flip(RandomGenerator random, byte[] old, int flips) {
    var bytes = old.clone();
    for (int i = 0; i < flips && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] cut(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  public static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (var part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /// An archive of text files, some of them changed with the version.
  public static byte[] zip(long seed, int version, int files, ZipKind kind) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(kind.prefix().getBytes(StandardCharsets.UTF_8));
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setLevel(kind.level());
      zip.setComment(kind.comment());
      for (int i = 0; i < files; i++) {
        var random = random(seed + i);
        var content = text(random, 20 + random.nextInt(200));
        content = i % 5 == 0 ? edit(random(seed + version), content, version) : content;
        zip.putNextEntry(entry(i, content, kind));
        zip.write(content);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static ZipEntry entry(int index, byte[] content, ZipKind kind) {
    var entry = new ZipEntry("folder/file-" + index + ".txt");
    entry.setTime(1_000_000_000_000L);
    if (kind.hasExtra()) {
      entry.setExtra(new byte[] {(byte) 0xfe, (byte) 0xca, 2, 0, 1, 2});
    }
    if (kind.isStored(index)) {
      var crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    return entry;
  }

  /// How an archive is written; deflated entries get data descriptors, as from any stream.
  public record ZipKind(
      String name, int level, int storedEvery, boolean hasExtra, String prefix, String comment) {
    boolean isStored(int index) {
      return storedEvery > 0 && index % storedEvery == 0;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
