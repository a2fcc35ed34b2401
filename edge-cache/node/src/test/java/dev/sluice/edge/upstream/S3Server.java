package dev.sluice.edge.upstream;

import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A real S3 server over a folder, with one bucket.
public final class S3Server implements AutoCloseable {
  private static final String BUCKET = "origin";

  private final S3Proxy proxy;
  private final S3Client client;

  /// Starts a server with an empty bucket over an absolute folder.
  public S3Server(Path folder) throws Exception {
    var properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", "reader");
    properties.setProperty("s3proxy.credential", "secret");
    proxy =
        S3Proxy.Builder.fromProperties(properties)
            .blobStore(new FilesystemNio2BlobStore(folder.toAbsolutePath().toString()))
            .build();
    proxy.start();
    client =
        S3Client.builder()
            .endpointOverride(endpoint())
            .region(Region.of("us-east-1"))
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("reader", "secret")))
            .build();
    client.createBucket(b -> b.bucket(BUCKET));
  }

  /// How a node reads it.
  public S3Origin origin() {
    return new S3Origin(endpoint(), "us-east-1", BUCKET, "reader", "secret");
  }

  /// Puts an object into the bucket.
  public void put(String key, byte[] bytes) {
    client.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
  }

  @Override
  public void close() throws Exception {
    client.close();
    proxy.stop();
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }
}
