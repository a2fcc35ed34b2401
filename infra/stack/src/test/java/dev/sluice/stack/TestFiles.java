package dev.sluice.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Files to release, made from a seed.
public final class TestFiles {
  private TestFiles() {}

  /// Bytes that no compressor can shorten.
  public static Path random(Path file, long seed, int lengthBytes) throws IOException {
    byte[] bytes = new byte[lengthBytes];
    new Random(seed).nextBytes(bytes);
    return Files.write(file, bytes);
  }

  /// A copy with some bytes replaced in its middle.
  public static Path changed(Path original, Path file, long seed, int lengthBytes)
      throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    byte[] change = new byte[lengthBytes];
    new Random(seed).nextBytes(change);
    System.arraycopy(change, 0, bytes, bytes.length / 2, lengthBytes);
    return Files.write(file, bytes);
  }

  /// Some lines of text.
  public static Path text(Path file, String first) throws IOException {
    StringBuilder text = new StringBuilder(first).append('\n');
    for (int line = 0; line < 100; line++) {
      text.append("line ").append(line).append(" of a small configuration file\n");
    }
    return Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
