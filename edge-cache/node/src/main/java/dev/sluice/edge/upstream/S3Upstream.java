package dev.sluice.edge.upstream;

import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.program.http.ContentCoding;
import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The origin: signed, ranged reads of a bucket.
///
/// An S3 reader without the right to list gets 403 `AccessDenied` for what does not exist. For
/// metadata, where probing for the next version is part of the protocol, it therefore means absent;
/// elsewhere, and with any other code, it means that the credentials or the clock are wrong.
public final class S3Upstream implements Upstream, AutoCloseable {
  private static final String ACCESS_DENIED = "AccessDenied";

  private final S3Origin origin;
  private final S3Client client;

  /// @param answerTimeout longest wait for a connection, and between two reads of a body
  public S3Upstream(S3Origin origin, Duration answerTimeout) {
    this.origin = origin;
    var builder =
        S3Client.builder()
            .region(Region.of(origin.region()))
            .forcePathStyle(origin.pathStyle())
            .credentialsProvider(credentials(origin))
            // A range has no checksum of its own, and retries are a decorator's business.
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
            .httpClientBuilder(http(origin, answerTimeout));
    this.client = origin.endpoint().map(builder::endpointOverride).orElse(builder).build();
  }

  private static AwsCredentialsProvider credentials(S3Origin origin) {
    if (origin.accessKey().isEmpty() || origin.secretKey().isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    var accessKey = origin.accessKey().get();
    var secretKey = origin.secretKey().get().reveal();
    return StaticCredentialsProvider.create(
        origin
            .sessionToken()
            .<AwsCredentials>map(
                token -> AwsSessionCredentials.create(accessKey, secretKey, token.reveal()))
            .orElseGet(() -> AwsBasicCredentials.create(accessKey, secretKey)));
  }

  private static UrlConnectionHttpClient.Builder http(S3Origin origin, Duration answerTimeout) {
    var http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(answerTimeout)
            .socketTimeout(answerTimeout);
    return origin
        .tls()
        .flatMap(Tls::authorities)
        .map(trust -> http.tlsTrustManagersProvider(trust::getTrustManagers))
        .orElse(http);
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    try (var body = client.getObject(toS3(request))) {
      return receive(request, body, sink);
    } catch (S3Exception e) {
      return refused(request.path(), e);
    } catch (SdkClientException e) {
      var timedOut = e.getMessage() != null && e.getMessage().contains("timed out");
      return new Fetched.Unavailable(origin + " cannot be reached: " + e.getMessage(), timedOut);
    } catch (IOException e) {
      return new Fetched.Unavailable(origin + " cannot be read: " + e.getMessage(), false);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private GetObjectRequest toS3(FetchRequest request) {
    var range = request.range();
    var builder =
        GetObjectRequest.builder()
            .bucket(origin.bucket())
            .key(request.path().value())
            .range("bytes=" + range.start() + "-" + (range.end() - 1));
    return request.isConditional() ? builder.ifMatch(request.validator()).build() : builder.build();
  }

  private Fetched receive(
      FetchRequest request, ResponseInputStream<GetObjectResponse> body, BodySink sink)
      throws IOException {
    var response = body.response();
    var coding = response.contentEncoding();
    if (coding != null && ContentCoding.isApplied(coding)) {
      body.abort();
      return new Fetched.Unavailable(ContentCoding.objection(origin.toString(), coding), false);
    }
    var header = response.contentRange() == null ? "" : response.contentRange();
    var part = ContentRange.parse(header).filter(p -> p.answers(request.range()));
    if (part.isEmpty()) {
      body.abort();
      return new Fetched.Unavailable(
          "%s was asked for bytes %s of %s and answered '%s'"
              .formatted(origin, request.range(), request.path().value(), header),
          false);
    }
    var type = response.contentType() == null ? ObjectFacts.UNKNOWN_TYPE : response.contentType();
    var facts =
        new ObjectFacts(
            part.get().objectLengthBytes(),
            part.get().range().lengthBytes(),
            type,
            response.eTag() == null ? ObjectFacts.NO_VALIDATOR : response.eTag(),
            Duration.ZERO);
    BodyCopy.copy(body, facts, sink);
    return new Fetched.Found(facts);
  }

  private Fetched refused(ObjectPath path, S3Exception e) {
    var absent = new Fetched.Absent(origin + " answered " + e.statusCode(), Duration.ZERO);
    return switch (e.statusCode()) {
      case 404 -> absent;
      case 412 -> new Fetched.Changed(origin + " has another object");
      case 416 -> new Fetched.PastEnd(OptionalLong.empty());
      case 403 -> isProbed(path) && code(e).equals(ACCESS_DENIED) ? absent : forbidden(path, e);
      default ->
          new Fetched.Unavailable(
              "%s answered %d for %s".formatted(origin, e.statusCode(), path.value()), false);
    };
  }

  private Fetched forbidden(ObjectPath path, S3Exception e) {
    return new Fetched.Unavailable(
        "%s must allow reading %s and answered 403 %s: check the credentials, the clock and the bucket policy"
            .formatted(origin, path.value(), code(e)),
        false);
  }

  /// S3's own word for what is wrong; empty if the server gives none.
  private static String code(S3Exception e) {
    var details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static boolean isProbed(ObjectPath path) {
    return path.kind() == ObjectKind.ROOT_VERSION || path.value().startsWith("metadata/");
  }
}
