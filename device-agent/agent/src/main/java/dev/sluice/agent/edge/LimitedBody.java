package dev.sluice.agent.edge;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Reads a body up to a limit: one byte more, and the connection is given up with what there is.
final class LimitedBody implements BodySubscriber<byte[]> {
  private final long maxLengthBytes;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  /// @param maxLengthBytes most bytes that are wanted; at most one more is handed over
  LimitedBody(long maxLengthBytes) {
    this.maxLengthBytes = maxLengthBytes;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      long room = maxLengthBytes + 1 - received.size();
      byte[] part = new byte[(int) Math.min(room, buffer.remaining())];
      buffer.get(part);
      received.writeBytes(part);
    }
    if (received.size() > maxLengthBytes && !body.isDone()) {
      body.complete(received.toByteArray());
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(received.toByteArray());
  }
}
