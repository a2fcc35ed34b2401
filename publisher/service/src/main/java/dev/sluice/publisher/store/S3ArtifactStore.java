package dev.sluice.publisher.store;

import dev.sluice.program.admin.Health;
import dev.sluice.store.ObjectStoreConfig;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.S3ObjectStore;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The publisher's object store over the S3 API.
public final class S3ArtifactStore implements ArtifactStore, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final S3Bucket bucket;
  private final S3ObjectStore documents;

  /// Opens a client; it connects with its first request.
  public S3ArtifactStore(ObjectStoreConfig config) {
    this.bucket = S3Bucket.open(config);
    this.documents = new S3ObjectStore(bucket);
  }

  /// Waits at a program's start until the store answers and has the bucket.
  ///
  /// @param check is waiting meanwhile
  /// @throws dev.sluice.program.exit.ProgramException if it did not within the limit
  public void await(Duration limit, Health.Check check) throws InterruptedException {
    bucket.await(limit, check);
  }

  @Override
  public Optional<StoredDocument> find(String path, long maxLengthBytes) throws StoreException {
    return documents.find(path, maxLengthBytes);
  }

  @Override
  public OptionalLong findLengthBytes(String path) throws StoreException {
    return documents.findLengthBytes(path);
  }

  @Override
  public Optional<String> write(String path, byte[] content, Expected expected)
      throws StoreException {
    return documents.write(path, content, expected);
  }

  @Override
  public void put(String path, byte[] content) throws StoreException {
    documents.put(path, content);
  }

  @Override
  public List<String> list(String folder) throws StoreException {
    return bucket
        .calls()
        .call(
            folder,
            () -> {
              List<String> names = new ArrayList<>();
              bucket
                  .client()
                  .listObjectsV2Paginator(
                      list -> list.bucket(bucket.config().bucket()).prefix(folder).delimiter("/"))
                  .contents()
                  .stream()
                  .map(S3Object::key)
                  .map(key -> key.substring(folder.length()))
                  .sorted()
                  .forEach(names::add);
              return List.copyOf(names);
            });
  }

  @Override
  public boolean download(String path, long lengthBytes, Path file) throws StoreException {
    try (OutputStream output = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      return read(path, lengthBytes, output);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(file + ": expected to write it, got " + e.getMessage(), e);
    }
  }

  @Override
  public boolean read(String path, long lengthBytes, OutputStream sink) throws StoreException {
    Optional<ResponseInputStream<GetObjectResponse>> found =
        bucket
            .calls()
            .find(
                path,
                () ->
                    bucket
                        .client()
                        .getObject(get -> get.bucket(bucket.config().bucket()).key(path)));
    if (found.isEmpty()) {
      return false;
    }
    try (ResponseInputStream<GetObjectResponse> stream = found.get()) {
      if (stream.response().contentLength() != lengthBytes) {
        stream.abort();
        return false;
      }
      if (copy(stream, sink, lengthBytes) < lengthBytes) {
        throw new StoreException(
            bucket.config() + ", " + path + ": expected the whole object, got a part");
      }
      return true;
    } catch (StoreException e) {
      throw e;
    } catch (IOException | SdkException e) {
      throw new StoreException(
          "%s, %s: expected the whole object, got %s"
              .formatted(bucket.config(), path, e.getMessage()),
          e);
    }
  }

  @Override
  public void delete(String path) throws StoreException {
    var _ =
        bucket
            .calls()
            .call(
                path,
                () ->
                    bucket
                        .client()
                        .deleteObject(delete -> delete.bucket(bucket.config().bucket()).key(path)));
  }

  private static long copy(InputStream input, OutputStream output, long limit) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    long copied = 0;
    while (copied < limit) {
      int read = input.read(buffer, 0, (int) Math.min(buffer.length, limit - copied));
      if (read < 0) {
        return copied;
      }
      output.write(buffer, 0, read);
      copied += read;
    }
    return copied;
  }

  @Override
  public void close() {
    bucket.close();
  }
}
