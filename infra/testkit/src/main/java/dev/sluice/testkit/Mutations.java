package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Damages JSON documents the way hostile or broken senders do.
public final class Mutations {
  private static final List<String> FRAGMENTS =
      List.of(
          "null",
          "-1",
          "0",
          "9223372036854775808",
          "1.5",
          "1e3",
          "\"\"",
          "[]",
          "{}",
          "true",
          "../",
          "\\u0000",
          "\\ud800",
          "[[[[[[[[",
          "\"type\":\"other\",",
          "none",
          "1000000000000");

  private Mutations() {}

  /// One to three random damages.
  public static byte[] mutate(Seeded seed, byte[] document) {
    byte[] mutated = document;
    for (long i = seed.between(1, 3); i > 0; i--) {
      mutated = mutateOnce(seed, mutated);
    }
    return mutated;
  }

  private static byte[] mutateOnce(Seeded seed, byte[] document) {
    int start = (int) seed.between(0, document.length);
    int end = (int) Math.min(document.length, start + seed.length(40));
    return switch ((int) seed.between(0, 4)) {
      case 0 -> seed.withFlippedBit(document);
      case 1 -> Arrays.copyOf(document, start);
      case 2 -> splice(document, start, end, new byte[0]);
      case 3 -> splice(document, start, start, Arrays.copyOfRange(document, start, end));
      default ->
          splice(document, start, end, seed.pick(FRAGMENTS).getBytes(StandardCharsets.UTF_8));
    };
  }

  private static byte[] splice(byte[] document, int start, int end, byte[] inserted) {
    byte[] spliced = new byte[document.length - (end - start) + inserted.length];
    System.arraycopy(document, 0, spliced, 0, start);
    System.arraycopy(inserted, 0, spliced, start, inserted.length);
    System.arraycopy(document, end, spliced, start + inserted.length, document.length - end);
    return spliced;
  }
}
