package dev.sluice.publisher;

import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A store of which one call has its effect, but whose answer is lost. For the caller that is a
/// crash after this call, and as much as one before the next.
public final class UnreliableStore implements ArtifactStore {
  private final ArtifactStore store;
  private int callsLeft;

  /// Passes calls on to a store.
  public UnreliableStore(ArtifactStore store) {
    this.store = store;
  }

  /// Loses the answer of a call, from now on the `call`-th.
  public void failAt(int call) {
    callsLeft = call;
  }

  /// Takes back what was not used up.
  ///
  /// @return whether the answer was lost
  public boolean recover() {
    boolean failed = callsLeft == 0;
    callsLeft = 0;
    return failed;
  }

  @Override
  public Optional<StoredDocument> find(String path, long maxLengthBytes) throws StoreException {
    return call(() -> store.find(path, maxLengthBytes));
  }

  @Override
  public OptionalLong findLengthBytes(String path) throws StoreException {
    return call(() -> store.findLengthBytes(path));
  }

  @Override
  public Optional<String> write(String path, byte[] content, Expected expected)
      throws StoreException {
    return call(() -> store.write(path, content, expected));
  }

  @Override
  public void put(String path, byte[] content) throws StoreException {
    var _ =
        call(
            () -> {
              store.put(path, content);
              return true;
            });
  }

  @Override
  public List<String> list(String folder) throws StoreException {
    return call(() -> store.list(folder));
  }

  @Override
  public boolean download(String path, long lengthBytes, Path file) throws StoreException {
    return call(() -> store.download(path, lengthBytes, file));
  }

  @Override
  public boolean read(String path, long lengthBytes, OutputStream sink) throws StoreException {
    return call(() -> store.read(path, lengthBytes, sink));
  }

  @Override
  public void delete(String path) throws StoreException {
    var _ =
        call(
            () -> {
              store.delete(path);
              return true;
            });
  }

  private <T> T call(Call<T> call) throws StoreException {
    T answer = call.run();
    if (callsLeft == 0 || --callsLeft > 0) {
      return answer;
    }
    throw new StoreException("the store: expected an answer, got none");
  }

  private interface Call<T> {
    T run() throws StoreException;
  }
}
