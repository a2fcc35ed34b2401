package dev.sluice.server;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/// An S3 server over a folder (S3Proxy), on loopback, with two identities.
///
/// The pipeline's identity may do everything; the edge's may only read, and every byte that it
/// reads is counted where the server hands it out ([#edgeBytes()]), so that what "left the origin"
/// can be told from what the pipeline read itself. Nothing is served without a signature.
public final class ObjectServer implements AutoCloseable {
  /// The one bucket.
  public static final String BUCKET = "sluice";

  /// What clients name as region; the server does not care.
  public static final String REGION = "us-east-1";

  private final S3Proxy proxy;
  private final EdgeView edgeView;

  private ObjectServer(S3Proxy proxy, EdgeView edgeView) {
    this.proxy = proxy;
    this.edgeView = edgeView;
  }

  /// Starts the server and makes the bucket if it is not there.
  ///
  /// @throws IOException if the folder cannot be written or the server does not start
  public static ObjectServer start(Path directory, StoreCredentials pipeline, StoreCredentials edge)
      throws IOException {
    // Absolute, because listing and multipart break silently below a relative folder.
    Path absolute = Files.createDirectories(directory.toAbsolutePath());
    BlobStore blobs = new FilesystemNio2BlobStore(absolute.toString());
    if (!Files.isDirectory(absolute.resolve(BUCKET))) {
      var _ = blobs.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
    }
    EdgeView edgeView = new EdgeView(blobs);
    try {
      S3Proxy proxy = S3Proxy.Builder.fromProperties(properties(pipeline)).blobStore(blobs).build();
      proxy.setBlobStoreLocator(
          (identity, container, blob) -> grant(identity, pipeline, blobs, edge, edgeView));
      proxy.start();
      return new ObjectServer(proxy, edgeView);
    } catch (IOException e) {
      throw e;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (Exception e) {
      throw new IOException("the object server over " + absolute + " does not start", e);
    }
  }

  /// Where it listens.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /// Bytes of objects handed to the edge's identity since the start.
  public long edgeBytes() {
    return edgeView.bytes();
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the object server does not stop", e);
    }
  }

  private static @Nullable AccessGrant grant(
      @Nullable String identity,
      StoreCredentials pipeline,
      BlobStore blobs,
      StoreCredentials edge,
      BlobStore edgeView) {
    if (pipeline.accessKey().equals(identity)) {
      return new AccessGrant(pipeline.secretKey(), blobs);
    }
    if (edge.accessKey().equals(identity)) {
      return new AccessGrant(edge.secretKey(), edgeView);
    }
    return null;
  }

  private static Properties properties(StoreCredentials pipeline) {
    Properties properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", pipeline.accessKey());
    properties.setProperty("s3proxy.credential", pipeline.secretKey());
    properties.setProperty("s3proxy.v4-max-non-chunked-request-size", "134217728");
    return properties;
  }
}
