package dev.sluice.publisher.store;

import dev.sluice.events.ByteString;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The object store over the S3 API. Every document is sent with its SHA-256, which the store
/// checks.
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration READ_LIMIT = Duration.ofSeconds(30);
  private static final Duration CALL_LIMIT = Duration.ofMinutes(2);
  private static final int BUFFER_BYTES = 1 << 16;

  private final ObjectStoreConfig config;
  private final S3Client client;
  private final S3Calls calls;

  /// Opens a client; it connects with its first request.
  public S3ObjectStore(ObjectStoreConfig config) {
    this.config = config;
    this.client = client(config);
    this.calls = new S3Calls(config);
  }

  static S3Client client(ObjectStoreConfig config) {
    // Checksums of our own are stronger than the SDK's default CRC and cost no second pass.
    return S3Client.builder()
        .endpointOverride(config.endpoint())
        .region(Region.of(config.region()))
        .credentialsProvider(credentials(config))
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_LIMIT)
                .socketTimeout(READ_LIMIT))
        .overrideConfiguration(
            override ->
                override
                    .apiCallTimeout(CALL_LIMIT)
                    .addExecutionInterceptor(new WithoutExpectation()))
        .build();
  }

  static StaticCredentialsProvider credentials(ObjectStoreConfig config) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(config.accessKey(), config.secretKey()));
  }

  static String base64(Digest digest) {
    return Base64.getEncoder().encodeToString(digest.bytes());
  }

  @Override
  public Optional<StoredDocument> find(String path, long maxLengthBytes) throws StoreException {
    Optional<ResponseInputStream<GetObjectResponse>> found =
        calls.find(path, () -> client.getObject(get -> get.bucket(config.bucket()).key(path)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (ResponseInputStream<GetObjectResponse> stream = found.get()) {
      byte[] content = stream.readNBytes(Math.toIntExact(maxLengthBytes) + 1);
      if (content.length > maxLengthBytes) {
        stream.abort();
        throw new StoreException(
            "%s, %s: expected at most %d bytes, got more".formatted(config, path, maxLengthBytes));
      }
      return Optional.of(new StoredDocument(ByteString.of(content), stream.response().eTag()));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw interrupted(path, e);
    }
  }

  @Override
  public boolean exists(String path, long lengthBytes) throws StoreException {
    return calls
        .find(path, () -> client.headObject(head -> head.bucket(config.bucket()).key(path)))
        .filter(head -> head.contentLength() == lengthBytes)
        .isPresent();
  }

  @Override
  public void put(String path, byte[] content) throws StoreException {
    var _ = calls.call(path, () -> put(path, content, _ -> {}));
  }

  @Override
  public boolean create(String path, byte[] content) throws StoreException {
    return calls.attempt(path, () -> put(path, content, request -> request.ifNoneMatch("*")));
  }

  @Override
  public boolean replace(String path, byte[] content, StoredDocument read) throws StoreException {
    return calls.attempt(
        path, () -> put(path, content, request -> request.ifMatch(read.entityTag())));
  }

  private Object put(String path, byte[] content, Consumer<PutObjectRequest.Builder> condition) {
    var request =
        PutObjectRequest.builder()
            .bucket(config.bucket())
            .key(path)
            .contentType(path.endsWith(".json") ? "application/json" : "application/octet-stream")
            .checksumSHA256(base64(Digest.sha256(content)));
    condition.accept(request);
    return client.putObject(request.build(), RequestBody.fromBytes(content));
  }

  @Override
  public List<String> list(String folder) throws StoreException {
    return calls.call(
        folder,
        () -> {
          List<String> names = new ArrayList<>();
          client
              .listObjectsV2Paginator(
                  list -> list.bucket(config.bucket()).prefix(folder).delimiter("/"))
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
    Optional<ResponseInputStream<GetObjectResponse>> found =
        calls.find(path, () -> client.getObject(get -> get.bucket(config.bucket()).key(path)));
    if (found.isEmpty()) {
      return false;
    }
    try (ResponseInputStream<GetObjectResponse> stream = found.get();
        OutputStream output = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      if (stream.response().contentLength() != lengthBytes) {
        stream.abort();
        return false;
      }
      if (copy(stream, output, lengthBytes) < lengthBytes) {
        throw new StoreException(config + ", " + path + ": expected the whole object, got a part");
      }
      return true;
    } catch (StoreException e) {
      throw e;
    } catch (IOException | SdkException e) {
      throw interrupted(path, e);
    }
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

  private StoreException interrupted(String path, Exception e) {
    return new StoreException(
        "%s, %s: expected the whole object, got %s".formatted(config, path, e.getMessage()), e);
  }

  @Override
  public void close() {
    client.close();
  }
}
