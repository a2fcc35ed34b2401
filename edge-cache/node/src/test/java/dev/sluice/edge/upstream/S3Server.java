package dev.sluice.edge.upstream;

import dev.sluice.server.ObjectServer;
import dev.sluice.server.StoreCredentials;
import java.io.IOException;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// An S3 server over a folder, the pipeline that writes to it, and how a node reads it.
public final class S3Server implements AutoCloseable {
  private static final StoreCredentials PIPELINE = new StoreCredentials("pipeline", "secret-1");
  private static final StoreCredentials EDGE = new StoreCredentials("edge", "secret-2");

  private final ObjectServer server;
  private final S3Client client;

  /// Starts a server with an empty bucket.
  public S3Server(Path folder) throws IOException {
    server = ObjectServer.start(folder, PIPELINE, EDGE);
    client =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .region(Region.of(ObjectServer.REGION))
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(PIPELINE.accessKey(), PIPELINE.secretKey())))
            .build();
  }

  /// How a node reads it.
  public S3Origin origin() {
    return new S3Origin(
        server.endpoint(),
        ObjectServer.REGION,
        ObjectServer.BUCKET,
        EDGE.accessKey(),
        EDGE.secretKey());
  }

  /// Puts an object into the bucket.
  public void put(String key, byte[] bytes) {
    client.putObject(b -> b.bucket(ObjectServer.BUCKET).key(key), RequestBody.fromBytes(bytes));
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
