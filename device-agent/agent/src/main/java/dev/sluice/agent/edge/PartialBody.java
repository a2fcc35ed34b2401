package dev.sluice.agent.edge;

import dev.sluice.program.http.ContentCoding;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.port.Effect;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What came so far of what one fetch asks for, over any number of connections.
///
/// Whether its pieces belong together is not known here: the whole has a digest. Each attempt
/// writes to it from the HTTP client's threads until it ends or is given up.
final class PartialBody {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-.*");
  private static final long MOST_IGNORED_BYTES = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;

  /// What such an answer does not add to what is there speaks against that; others say nothing.
  private static final Set<Integer> ANOTHER = Set.of(OK, PARTIAL, 416);

  private final Effect.Fetch want;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private String validator = "";
  private @Nullable Attempt current;

  PartialBody(Effect.Fetch want) {
    this.want = want;
  }

  /// Whether a fetch asks for the same bytes, so that it can go on.
  boolean isOf(Effect.Fetch other) {
    return want.path().equals(other.path())
        && want.range().equals(other.range())
        && want.maxLengthBytes() == other.maxLengthBytes()
        && want.cacheBypass() == other.cacheBypass();
  }

  synchronized long lengthBytes() {
    return received.size();
  }

  synchronized byte[] bytes() {
    return received.toByteArray();
  }

  /// Whether a range that was asked for is not there whole.
  synchronized boolean isShort() {
    return want.range() instanceof ByteRange.Part part && received.size() < part.lengthBytes();
  }

  /// Asks for what is missing; of the same version of the file, if the server names versions.
  synchronized void addTo(HttpRequest.Builder request) {
    switch (want.range()) {
      case ByteRange.Part(long start, long end) ->
          request.header("Range", "bytes=%d-%d".formatted(start + received.size(), end - 1));
      case ByteRange.Whole _ when received.size() > 0 ->
          request.header("Range", "bytes=%d-".formatted(received.size()));
      case ByteRange.Whole _ -> {}
    }
    if (received.size() > 0 && !validator.isEmpty()) {
      request.header("If-Range", validator);
    }
  }

  /// Takes the body of an answer, if it is one that brings what is missing.
  synchronized BodySubscriber<Boolean> receive(ResponseInfo answer) {
    if (!isWanted(answer)) {
      if (ANOTHER.contains(answer.statusCode())) {
        received.reset();
      }
      return new Attempt(false);
    }
    if (answer.statusCode() == OK) {
      received.reset();
    }
    String tag = answer.headers().firstValue("ETag").orElse("");
    validator = tag.startsWith("\"") ? tag : "";
    current = new Attempt(true);
    return current;
  }

  /// The whole file is an answer too where the range begins at its start: there may be no more of
  /// it than was asked for, and it comes also when the file is another than before.
  private boolean isWanted(ResponseInfo answer) {
    String coding = answer.headers().firstValue("Content-Encoding").orElse(ContentCoding.NONE);
    if (ContentCoding.isApplied(coding)) {
      return false;
    }
    long start = want.range() instanceof ByteRange.Part(long from, _) ? from : 0;
    return switch (answer.statusCode()) {
      case OK -> start == 0;
      case PARTIAL -> isAt(answer.headers(), start + received.size());
      default -> false;
    };
  }

  private static boolean isAt(HttpHeaders headers, long expected) {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    return !range.matches() || Long.parseLong(range.group(1)) == expected;
  }

  /// What the present attempt still brings is not wanted any more.
  synchronized void giveUpAttempt() {
    current = null;
  }

  /// @return whether more may come
  private synchronized boolean add(Attempt attempt, List<ByteBuffer> buffers) {
    if (attempt != current) {
      return false;
    }
    for (ByteBuffer buffer : buffers) {
      long room = want.maxLengthBytes() + 1 - received.size();
      byte[] part = new byte[(int) Math.min(room, buffer.remaining())];
      buffer.get(part);
      received.writeBytes(part);
    }
    return received.size() <= want.maxLengthBytes();
  }

  /// One answer's body: one byte more than wanted, and the connection is given up. It says whether
  /// it was one that is wanted.
  private final class Attempt implements BodySubscriber<Boolean> {
    private final CompletableFuture<Boolean> body = new CompletableFuture<>();
    private final boolean isWanted;
    private long ignoredBytes;
    private Flow.@Nullable Subscription subscription;

    Attempt(boolean isWanted) {
      this.isWanted = isWanted;
    }

    @Override
    public CompletionStage<Boolean> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      if (!(isWanted ? add(this, buffers) : ignore(buffers)) && body.complete(isWanted)) {
        if (subscription != null) {
          subscription.cancel();
        }
      }
    }

    /// The words of an error are read, so that the connection can be used again.
    private boolean ignore(List<ByteBuffer> buffers) {
      buffers.forEach(buffer -> ignoredBytes += buffer.remaining());
      return ignoredBytes <= MOST_IGNORED_BYTES;
    }

    @Override
    public void onError(Throwable failure) {
      if (isWanted) {
        body.completeExceptionally(failure);
      } else {
        body.complete(false);
      }
    }

    @Override
    public void onComplete() {
      body.complete(isWanted);
    }
  }
}
