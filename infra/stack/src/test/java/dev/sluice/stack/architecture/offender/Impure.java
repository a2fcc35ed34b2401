package dev.sluice.stack.architecture.offender;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Touches clocks, threads, sockets, files, logs and chance as no contract or core may. Never run.
@SuppressWarnings({"NonFinalStaticField", "unused"})
final class Impure {
  static final String CONSTANT = "constant";
  static final AtomicLong CALLS = new AtomicLong();
  static final ArrayList<String> SEEN = new ArrayList<>();
  static int counter;

  private static final Logger LOG = LoggerFactory.getLogger(Impure.class);

  private Impure() {}

  static List<Object> time() {
    return List.of(Instant.now(), System.nanoTime(), Clock.systemUTC());
  }

  static List<Object> chance(List<String> values) {
    Collections.shuffle(values);
    return List.of(
        new Random(),
        new Random(1),
        new SecureRandom(),
        Math.random(),
        UUID.randomUUID(),
        values.parallelStream());
  }

  static void world(Path file) throws IOException {
    LOG.info("{}", Files.size(file));
    try (var socket = new Socket()) {
      System.out.println(socket);
    }
    Thread.onSpinWait();
    CompletableFuture.runAsync(Impure::time).join();
    CompletableFuture.runAsync(Impure::time, Runnable::run).join();
  }
}
