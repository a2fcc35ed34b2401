package dev.sluice.publisher.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BuildPoolTest {
  @Test
  void givenBuildThatDoesNotStop_whenClosed_thenWhoWaitsIsLetGo() throws Exception {
    var pool = new BuildPool(1);
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var thrown = new AtomicReference<Throwable>();
    BuildPool.Batch<Integer> batch = pool.newBatch();
    batch.add(() -> buildRegardless(begun, end));
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    var _ = batch.awaitNext();
                  } catch (InterruptedException e) {
                    thrown.set(e);
                  }
                });
    begun.await();

    pool.close();

    assertThat(waiting.join(Duration.ofSeconds(30))).isTrue();
    assertThat(thrown.get()).hasMessage("the pool was closed");
    assertThatThrownBy(() -> batch.add(() -> 2)).isInstanceOf(InterruptedException.class);
    end.countDown();
  }

  @Test
  void givenPartsThatTakeLong_whenOthersAskForTheSharedPool_thenTheyGetIt() throws Exception {
    var end = new CountDownLatch(1);
    try (var pool = new BuildPool(1)) {
      for (int part = 0; part < 4 * Runtime.getRuntime().availableProcessors(); part++) {
        pool.parts()
            .execute(
                () -> {
                  var _ = buildRegardless(new CountDownLatch(1), end);
                });
      }

      assertThat(CompletableFuture.supplyAsync(() -> 2).get(30, TimeUnit.SECONDS)).isEqualTo(2);
    } finally {
      end.countDown();
    }
  }

  /// As a diff does, which looks at no interruption.
  private static int buildRegardless(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    while (true) {
      try {
        end.await();
        return 1;
      } catch (InterruptedException _) {
        // Goes on.
      }
    }
  }
}
