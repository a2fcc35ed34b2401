package dev.sluice.publisher.delta;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.diff.DiffResult;
import dev.sluice.publisher.patch.BuildOutcome;
import dev.sluice.publisher.patch.BuildOutcome.Broken;
import dev.sluice.publisher.patch.BuildOutcome.Built;
import dev.sluice.publisher.patch.BuildOutcome.TooLong;
import dev.sluice.publisher.patch.PatchMaker;
import dev.sluice.publisher.patch.PatchOrder;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes patches of the lengths that a test wants, without looking at bytes.
///
/// Artifacts are named by their first word; nothing is named by the empty word. A pair without a
/// length gives a patch that is too long.
final class ScriptedMaker implements PatchMaker {
  /// What every patch declares.
  static final Duration WORK = Duration.ofMillis(3);

  private final Map<String, Integer> lengths = new HashMap<>();
  private final Map<String, Step> before = new HashMap<>();
  private final List<String> made = new ArrayList<>();
  private int running;
  private int mostRunning;
  private long memoryBytes;
  private long mostMemoryBytes;

  /// What happens while a patch is made.
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  /// The patch between two artifacts has this length; 0 is broken.
  synchronized void length(String base, String result, int bytes) {
    lengths.put(base + ">" + result, bytes);
  }

  /// Something happens before the patch between two artifacts is done.
  synchronized void before(String base, String result, Step step) {
    before.put(base + ">" + result, step);
  }

  /// All pairs so far, sorted.
  synchronized List<String> made() {
    return made.stream().sorted().toList();
  }

  synchronized int mostRunning() {
    return mostRunning;
  }

  synchronized long mostMemoryBytes() {
    return mostMemoryBytes;
  }

  @Override
  public BuildOutcome make(PatchOrder order) throws IOException {
    byte[] base = Files.readAllBytes(order.base());
    byte[] result = Files.readAllBytes(order.result());
    String pair = word(base) + ">" + word(result);
    int bytes = begin(pair, order);
    try {
      stepBefore(pair).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      end(order);
    }
    if (bytes == 0) {
      return new Broken("as the test wants it");
    }
    if (bytes > order.maxPatchBytes()) {
      return new TooLong(bytes);
    }
    var _ = Files.write(order.patch(), patch(pair, bytes));
    return new Built(
        new DiffResult(bytes, bytes, 0, WORK, Digest.sha256(base), Digest.sha256(result)));
  }

  private synchronized int begin(String pair, PatchOrder order) {
    made.add(pair);
    mostRunning = Math.max(mostRunning, ++running);
    memoryBytes += order.memoryBytes();
    mostMemoryBytes = Math.max(mostMemoryBytes, memoryBytes);
    return lengths.getOrDefault(pair, Integer.MAX_VALUE);
  }

  private synchronized void end(PatchOrder order) {
    running--;
    memoryBytes -= order.memoryBytes();
  }

  private synchronized Step stepBefore(String pair) {
    return before.getOrDefault(pair, () -> {});
  }

  /// The bytes of a patch.
  static byte[] patch(String pair, int lengthBytes) {
    return Arrays.copyOf(pair.getBytes(UTF_8), lengthBytes);
  }

  private static String word(byte[] artifact) {
    String text = new String(artifact, UTF_8);
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }
}
