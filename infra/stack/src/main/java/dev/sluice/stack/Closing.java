package dev.sluice.stack;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, to be closed all at once: each part takes some seconds, most of them waiting.
/// For any number of threads.
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Queue<Part> parts = new ConcurrentLinkedQueue<>();

  private record Part(String name, AutoCloseable part) {}

  <T extends AutoCloseable> T add(String name, T part) {
    parts.add(new Part(name, part));
    return part;
  }

  @Override
  public void close() {
    try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Part part = parts.poll(); part != null; part = parts.poll()) {
        Part closed = part;
        closers.execute(() -> close(closed));
      }
    }
  }

  private static void close(Part part) {
    try {
      part.part().close();
    } catch (Exception e) {
      LOG.atWarn().addKeyValue("part", part.name()).setCause(e).log("part did not stop cleanly");
    }
  }
}
