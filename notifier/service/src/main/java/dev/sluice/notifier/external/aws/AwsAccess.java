package dev.sluice.notifier.external.aws;

import dev.sluice.notifier.external.kind.Checks;
import dev.sluice.notifier.external.kind.Target;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.program.config.SecretText;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/// How the services of AWS are reached, alike for all: with `username` and `secret-file` as the
/// access key, or as the SDK finds its credentials (environment, profile, instance, web identity).
final class AwsAccess {
  /// Codes that speak of the message; others of the queue, of us or of the moment.
  private static final Set<String> OF_MESSAGE =
      Set.of(
          "InvalidMessageContents",
          "InvalidParameter",
          "InvalidParameterValue",
          "ParameterValueInvalid",
          "ValidationException",
          "ValidationError");

  private AwsAccess() {}

  /// Checks the keys that all have.
  static Checks checks(ChannelConfig config, Set<String> parameters) {
    return new Checks(config, parameters)
        .refuse("tls", config.tls(), "AWS is reached with the JDK's authorities")
        .require(
            "secret-file",
            config.secret().isPresent() || config.username().isEmpty(),
            "the secret access key beside the access key id")
        .require(
            "username",
            config.username().isPresent() || config.secret().isEmpty(),
            "the access key id beside the secret access key");
  }

  /// Whether a parameter is absent or a URI of HTTP.
  static boolean isEndpoint(Optional<String> endpoint) {
    return endpoint.isEmpty() || endpoint.get().matches("https?://[A-Za-z0-9.\\[\\]:_-]+/?");
  }

  /// A client of a service.
  ///
  /// @param endpoint another server than the region's own
  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, ChannelConfig config, String region, Optional<String> endpoint) {
    builder.region(Region.of(region));
    endpoint.map(URI::create).ifPresent(builder::endpointOverride);
    config
        .secret()
        .map(SecretText::reveal)
        .map(secret -> AwsBasicCredentials.create(config.username().orElseThrow(), secret))
        .map(StaticCredentialsProvider::create)
        .ifPresent(builder::credentialsProvider);
    builder.httpClientBuilder(
        UrlConnectionHttpClient.builder()
            .connectionTimeout(Target.LIMIT)
            .socketTimeout(Target.LIMIT));
    // The channel tries again by itself.
    builder.overrideConfiguration(
        override ->
            override
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .apiCallTimeout(Target.LIMIT.multipliedBy(2)));
    return builder.build();
  }

  static boolean refuses(Throwable failure) {
    return failure instanceof AwsServiceException answer
        && answer.awsErrorDetails() != null
        && OF_MESSAGE.contains(answer.awsErrorDetails().errorCode());
  }
}
