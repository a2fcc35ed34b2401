package dev.sluice.edge.content;

import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.edge.upstream.BodySink;
import dev.sluice.edge.upstream.Upstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// An upstream in memory that remembers what it was asked, and can be away, slow or wrong.
public final class FakeUpstream implements Upstream {
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<FetchRequest> requests = new CopyOnWriteArrayList<>();
  private volatile boolean away;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /// Puts an object there.
  public void put(String path, byte[] bytes) {
    objects.put(path, bytes);
  }

  /// Metadata as far as a cache looks at it, without keys.
  public static byte[] metadata(String type, long version) {
    return "{\"signatures\":[],\"signed\":{\"_type\":\"%s\",\"version\":%d}}"
        .formatted(type, version)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Takes an object away.
  public void remove(String path) {
    objects.remove(path);
  }

  /// From now on nothing is answered, or everything is again.
  public void setAway(boolean isAway) {
    away = isAway;
  }

  /// Fetches wait until the returned latch is counted down.
  public CountDownLatch hold() {
    gate = new CountDownLatch(1);
    return gate;
  }

  /// All fetches so far, in order.
  public List<FetchRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    requests.add(request);
    try {
      gate.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Fetched.Unavailable("interrupted", true);
    }
    if (away) {
      return new Fetched.Unavailable("upstream is away", false);
    }
    var bytes = objects.get(request.path().value());
    if (bytes == null) {
      return new Fetched.Absent("upstream has no such object", Duration.ZERO);
    }
    if (request.range().start() >= bytes.length) {
      return new Fetched.PastEnd(OptionalLong.of(bytes.length));
    }
    var part = request.range().intersection(ByteRange.whole(bytes.length));
    var facts =
        new ObjectFacts(bytes.length, part.lengthBytes(), "application/test", Duration.ZERO);
    sink.begin(facts);
    sink.write(bytes, (int) part.start(), (int) part.lengthBytes());
    return new Fetched.Found(facts);
  }
}
