package dev.sluice.formats.executable;

/// How well predictions did so far, by the range the field stands in and the kind it is of.
final class Trust {
  private static final int GROUPS = 16;
  private static final int MOST = 16;

  private final byte[] predictions;
  private final byte[] memories;

  Trust(ExecutableModel model) {
    predictions = new byte[model.ranges().size() * GROUPS];
    memories = new byte[model.ranges().size() * GROUPS];
    for (var range : model.ranges()) {
      // Any two words are some distance apart: only what proves itself is taken for one.
      if (range.content() == Range.Content.WORDS) {
        predictions[index(range.ordinal(), Kind.DISTANCE)] = -1;
      }
    }
  }

  private static int index(int range, Kind kind) {
    return range * GROUPS + kind.group();
  }

  /// Whether fields change as predicted rather than not at all.
  boolean inPrediction(int range, Kind kind) {
    return predictions[index(range, kind)] >= 0;
  }

  /// Whether what was seen before does better than what the copies say.
  boolean inMemory(int range, Kind kind) {
    return memories[index(range, kind)] >= 0;
  }

  void judgePrediction(int range, Kind kind, boolean isRight) {
    judge(predictions, index(range, kind), isRight);
  }

  void judgeMemory(int range, Kind kind, boolean isRight) {
    judge(memories, index(range, kind), isRight);
  }

  private static void judge(byte[] scores, int index, boolean isRight) {
    int score = scores[index] + (isRight ? 1 : -1);
    scores[index] = (byte) Math.clamp(score, -MOST, MOST);
  }
}
