package dev.sluice.publisher.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.PendingException;
import dev.sluice.program.exit.RefusedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.EventStream;
import dev.sluice.release.ReleaseId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Follows what becomes of a release, until it is signed and its patches are.
public final class ReleaseFollower {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ApiClient api;
  private final ReleaseId release;
  private final Set<String> told = new HashSet<>();
  private boolean isSigned;
  private boolean arePatchesComplete;

  /// @param api stays the caller's to close
  public ReleaseFollower(ApiClient api, ReleaseId release) {
    this.api = api;
    this.release = release;
  }

  /// Is told what happens.
  @FunctionalInterface
  public interface Listener {
    /// Each event once, in the order in which they came.
    ///
    /// @param name such as `patch.built`
    /// @param data as the API's document says
    void happened(String name, JsonNode data);
  }

  /// The path of a release in the API.
  public static String path(ReleaseId release) {
    return "/api/v1/releases/%s/%s"
        .formatted(release.product(), ApiClient.segment(release.version().value()));
  }

  /// Follows it to the end.
  ///
  /// @param patchesToo whether its patches belong to the end
  /// @throws PendingException if the end has not come within `limit`
  /// @throws RefusedException if the release was withdrawn meanwhile
  public void follow(boolean patchesToo, Duration limit, Listener listener)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isAtEnd(patchesToo)) {
      if (System.nanoTime() >= deadline) {
        throw new PendingException(
            "%s: %s within %s; it goes on: `sluice release show %s`"
                .formatted(release, missing(), seconds(limit), release));
      }
      try (EventStream events = api.events(path(release) + "/events", Optional.empty());
          Deadline _ = new Deadline(events, deadline)) {
        Optional<EventStream.Event> next = events.next();
        while (next.isPresent()) {
          take(next.get(), listener);
          next = isAtEnd(patchesToo) ? Optional.empty() : events.next();
        }
      } catch (UnreachableException | UsageException e) {
        // The connection broke, the time is over, or the release is so new that it is not known.
        if (System.nanoTime() < deadline) {
          Thread.sleep(PAUSE);
        }
      }
    }
  }

  private boolean isAtEnd(boolean patchesToo) {
    return isSigned && (arePatchesComplete || !patchesToo);
  }

  private String missing() {
    return isSigned ? "signed, but not all patches were built" : "not signed";
  }

  private static String seconds(Duration limit) {
    return limit.toSeconds() + " s";
  }

  private void take(EventStream.Event event, Listener listener) {
    JsonNode data = parse(event.data());
    if (!told.add(event.name() + data.path("patch"))) {
      return;
    }
    switch (event.name()) {
      case "release.signed" -> isSigned = true;
      case "patches.complete" -> arePatchesComplete = true;
      case "release.withdrawn" -> throw new RefusedException(release + " was withdrawn");
      default -> {}
    }
    listener.happened(event.name(), data);
  }

  private JsonNode parse(String data) {
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException e) {
      throw new FailedException(api.base() + ": expected JSON in an event, got something else", e);
    }
  }

  /// Ends a stream when the time is over.
  private static final class Deadline implements AutoCloseable {
    private final Thread thread;

    Deadline(EventStream events, long deadline) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      Thread.sleep(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
                      events.close();
                    } catch (InterruptedException _) {
                      Thread.currentThread().interrupt();
                    }
                  });
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
