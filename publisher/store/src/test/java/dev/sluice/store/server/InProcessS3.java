package dev.sluice.store.server;

import dev.sluice.server.ObjectServer;
import dev.sluice.server.StoreCredentials;
import dev.sluice.store.ObjectStoreConfig;
import java.io.IOException;
import java.nio.file.Path;

/// An S3 server over a folder, and how the pipeline reaches it.
public final class InProcessS3 implements AutoCloseable {
  private static final StoreCredentials PIPELINE =
      new StoreCredentials("test-access", "test-secret");
  private static final StoreCredentials EDGE = new StoreCredentials("test-edge", "test-reader");

  private final ObjectServer server;

  private InProcessS3(ObjectServer server) {
    this.server = server;
  }

  /// Starts over a folder.
  public static InProcessS3 start(Path directory) throws IOException {
    return new InProcessS3(ObjectServer.start(directory, PIPELINE, EDGE));
  }

  /// How the pipeline reaches it.
  public ObjectStoreConfig config() {
    return config(ObjectServer.BUCKET, PIPELINE.secretKey());
  }

  /// The same with a wrong secret.
  public ObjectStoreConfig wrongSecret() {
    return config(ObjectServer.BUCKET, "wrong");
  }

  /// The same with a bucket that is not there.
  public ObjectStoreConfig wrongBucket() {
    return config("elsewhere", PIPELINE.secretKey());
  }

  private ObjectStoreConfig config(String bucket, String secret) {
    return ObjectStoreConfig.of(
        server.endpoint(), ObjectServer.REGION, bucket, PIPELINE.accessKey(), secret);
  }

  @Override
  public void close() {
    server.close();
  }
}
