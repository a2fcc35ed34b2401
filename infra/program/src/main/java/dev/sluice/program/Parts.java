package dev.sluice.program;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What belongs to something that runs; closed the last first. For one thread at a time.
public final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /// Closes this part with the others.
  ///
  /// @return the part
  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// Closes all; one that cannot be closed is logged and keeps none from it.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) { // whatever a part throws, the others are closed
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.atWarn()
            .addKeyValue("part", part.getClass().getSimpleName())
            .setCause(e)
            .log("did not stop cleanly");
      }
    }
  }
}
