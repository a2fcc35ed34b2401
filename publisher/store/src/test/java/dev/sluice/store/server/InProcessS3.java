package dev.sluice.store.server;

import dev.sluice.store.ObjectStoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/// A real S3 server over a folder, in a test's own process.
public final class InProcessS3 implements AutoCloseable {
  private static final String BUCKET = "sluice";
  private static final String ACCESS_KEY = "test-access";
  private static final String SECRET_KEY = "test-secret";

  private final S3Proxy proxy;

  private InProcessS3(S3Proxy proxy) {
    this.proxy = proxy;
  }

  /// Starts over an absolute folder.
  public static InProcessS3 start(Path directory) throws IOException {
    var blobs = new FilesystemNio2BlobStore(Files.createDirectories(directory).toString());
    var _ = blobs.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
    var properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", ACCESS_KEY);
    properties.setProperty("s3proxy.credential", SECRET_KEY);
    properties.setProperty("s3proxy.v4-max-non-chunked-request-size", "134217728");
    try {
      var proxy = S3Proxy.Builder.fromProperties(properties).blobStore(blobs).build();
      proxy.start();
      return new InProcessS3(proxy);
    } catch (Exception e) {
      throw new IOException("cannot start S3Proxy", e);
    }
  }

  /// How the pipeline reaches it.
  public ObjectStoreConfig config() {
    return ObjectStoreConfig.of(endpoint(), "us-east-1", BUCKET, ACCESS_KEY, SECRET_KEY);
  }

  /// The same with a wrong secret.
  public ObjectStoreConfig wrongSecret() {
    return ObjectStoreConfig.of(endpoint(), "us-east-1", BUCKET, ACCESS_KEY, "wrong");
  }

  /// The same with a bucket that is not there.
  public ObjectStoreConfig wrongBucket() {
    return ObjectStoreConfig.of(endpoint(), "us-east-1", "elsewhere", ACCESS_KEY, SECRET_KEY);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  @Override
  public void close() throws IOException {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IOException("cannot stop S3Proxy", e);
    }
  }
}
