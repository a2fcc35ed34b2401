package dev.sluice.bench;

import dev.sluice.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Two releases of one program as jar files: most entries the same, some edited, some new.
///
/// Generated, so that a benchmark needs no download and is the same everywhere.
///
/// @param older the base
/// @param newer what a patch makes
record JarPair(MemorySegment older, MemorySegment newer) {
  private static final long SEED = 20_260_101;
  private static final int ENTRY_LENGTH = 16 << 10;
  private static final double CHANGED_SHARE = 0.1;
  private static final String[] WORDS = {
    "invoke",
    "return",
    "load",
    "store",
    "const",
    "field",
    "method",
    "class",
    "init",
    "java/lang",
    "String",
    "Object",
    "code",
    "stack",
    "frame",
    "goto"
  };

  static JarPair ofMebibytes(int mebibytes) {
    var seeded = new Seeded(SEED);
    var older = new ArrayList<String>();
    for (int i = 0; i < (mebibytes << 20) / ENTRY_LENGTH; i++) {
      older.add(text(seeded));
    }
    var newer = new ArrayList<String>();
    for (var entry : older) {
      newer.add(seeded.chance(CHANGED_SHARE) ? edited(entry, seeded) : entry);
    }
    newer.add(text(seeded));
    return new JarPair(jar(older), jar(newer));
  }

  private static String text(Seeded seeded) {
    var text = new StringBuilder(ENTRY_LENGTH + 16);
    while (text.length() < ENTRY_LENGTH) {
      text.append(WORDS[seeded.nextInt(WORDS.length)]).append(seeded.nextInt(4096)).append(' ');
    }
    return text.toString();
  }

  private static String edited(String entry, Seeded seeded) {
    int at = seeded.nextInt(entry.length());
    return entry.substring(0, at) + "edited" + seeded.nextInt() + entry.substring(at);
  }

  private static MemorySegment jar(List<String> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries.size(); i++) {
        var entry = new ZipEntry("dev/example/Type" + i + ".class");
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(entries.get(i).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a stream in memory must not fail", e);
    }
    return MemorySegment.ofArray(bytes.toByteArray());
  }
}
