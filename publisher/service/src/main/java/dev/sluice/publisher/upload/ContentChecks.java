package dev.sluice.publisher.upload;

import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.publisher.upload.UploadOutcome.Checking;
import dev.sluice.publisher.upload.UploadOutcome.Gone;
import dev.sluice.publisher.upload.UploadOutcome.Stored;
import dev.sluice.publisher.upload.UploadOutcome.Wrong;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceDigester;
import dev.sluice.release.SliceList;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.digest.Digest;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads objects of the store, each once, a few at a time, however many ask for it.
final class ContentChecks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContentChecks.class);

  /// Each keeps a core busy.
  private static final int MAX_PARALLEL = 4;

  private final ArtifactStore store;
  private final Duration wait;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          MAX_PARALLEL, Thread.ofPlatform().name("sluice-check-", 0).daemon().factory());

  /// By object. An ended one leaves with the first caller who sees its end.
  private final Map<String, Check> underWay = new ConcurrentHashMap<>();

  ContentChecks(ArtifactStore store, Duration wait) {
    this.store = store;
    this.wait = wait;
  }

  /// What the object turns out to be, if that is known soon.
  ///
  /// @return [Stored], [Wrong], [Checking], or [Gone] if there is no object of the claimed length
  UploadOutcome check(UploadRequest request) throws StoreException, InterruptedException {
    Check check = underWay.computeIfAbsent(request.object(), _ -> start(request));
    try {
      UploadOutcome outcome = check.task.get(wait.toMillis(), TimeUnit.MILLISECONDS);
      var _ = underWay.remove(request.object(), check);
      return outcome;
    } catch (TimeoutException e) {
      return new Checking(check.checkedBytes);
    } catch (ExecutionException e) {
      var _ = underWay.remove(request.object(), check);
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new IllegalStateException("a check must end or fail with its reason", e.getCause());
    }
  }

  private Check start(UploadRequest request) {
    var check = new Check(request);
    threads.execute(check.task);
    return check;
  }

  /// Where it is remembered what an object is.
  static String document(ReleaseId release, ArtifactName name, Digest digest) {
    return "catalogue/%s/artifacts/%s/%s.%s.json"
        .formatted(release.product(), release.version(), digest.hex(), name);
  }

  @Override
  public void close() {
    var _ = threads.shutdownNow();
  }

  /// The read of one object.
  private final class Check extends OutputStream {
    private final UploadRequest request;
    private final SliceDigester digester = new SliceDigester(SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    private final FutureTask<UploadOutcome> task = new FutureTask<>(this::run);
    private volatile long checkedBytes;

    Check(UploadRequest request) {
      this.request = request;
    }

    private UploadOutcome run() throws StoreException {
      if (!store.read(request.object(), request.lengthBytes(), this)) {
        return new Gone();
      }
      SliceDigester.Result found = digester.finish();
      if (!found.digest().equals(request.digest())) {
        store.delete(request.object());
        LOG.atWarn()
            .addKeyValue("release", request.release())
            .addKeyValue("expected", request.digest().prefix())
            .addKeyValue("received", found.digest().prefix())
            .log("artifact refused: not the bytes that were claimed");
        return new Wrong(request.digest(), found.digest());
      }
      var content =
          new CheckedContent(found.digest(), request.lengthBytes(), found.slices().reference());
      store.put(ObjectPaths.sliceList(content.slices().sliceList()), found.slices().encode());
      store.put(document(request.release(), request.name(), request.digest()), content.encode());
      LOG.atInfo()
          .addKeyValue("release", request.release())
          .addKeyValue("artifact", request.digest().prefix())
          .addKeyValue("bytes", request.lengthBytes())
          .log("artifact stored");
      return new Stored(content);
    }

    @Override
    public void write(int oneByte) {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      digester.update(source, offset, length);
      checkedBytes = digester.lengthBytes();
    }
  }
}
