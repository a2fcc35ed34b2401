package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.InvalidConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

class ObjectStoreConfigTest {
  @TempDir private Path directory;

  /// A program's configuration with the section in it.
  record Sample(ObjectStoreConfig store) {}

  @Test
  void givenBucketOnly_whenLoaded_thenItIsAwsWithTheDefaultCredentials() throws IOException {
    var store = load("bucket: releases");

    assertThat(store)
        .isEqualTo(
            new ObjectStoreConfig(
                Optional.empty(),
                "us-east-1",
                "releases",
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(store).hasToString("object store AWS us-east-1/releases");
    try (var bucket = S3Bucket.open(store)) {
      assertThat(bucket.credentials()).isInstanceOf(DefaultCredentialsProvider.class);
    }
  }

  @Test
  void givenEveryKey_whenLoaded_thenEachIsTakenAndUsedForSigning() throws IOException {
    Files.writeString(directory.resolve("secret"), "s3cret");
    Files.writeString(directory.resolve("token"), "t0ken");

    var store =
        load(
            """
            endpoint: http://s3.example:9000
              region: eu-1
              bucket: releases
              path-style: false
              access-key: me
              secret-key-file: secret
              session-token-file: token
            """);

    assertThat(store)
        .isEqualTo(
            new ObjectStoreConfig(
                Optional.of(URI.create("http://s3.example:9000")),
                "eu-1",
                "releases",
                false,
                Optional.of("me"),
                Optional.of(new SecretText("s3cret")),
                Optional.of(new SecretText("t0ken"))));
    assertThat(store).hasToString("object store http://s3.example:9000/releases");
    try (var bucket = S3Bucket.open(store)) {
      assertThat(bucket.credentials().resolveCredentials())
          .isEqualTo(AwsSessionCredentials.create("me", "s3cret", "t0ken"));
    }
  }

  @Test
  void givenEitherStyle_whenPresigned_thenTheBucketStandsInPathOrHost() {
    assertThat(presigned(true)).startsWith("http://s3.example:9000/releases/a?");
    assertThat(presigned(false)).startsWith("http://releases.s3.example:9000/a?");
  }

  private static String presigned(boolean pathStyle) {
    var store =
        new ObjectStoreConfig(
            Optional.of(URI.create("http://s3.example:9000")),
            "eu-1",
            "releases",
            pathStyle,
            Optional.of("me"),
            Optional.of(new SecretText("s3cret")),
            Optional.of(new SecretText("t0ken")));
    try (var bucket = S3Bucket.open(store);
        var presigner = bucket.presigner()) {
      var url =
          presigner
              .presignGetObject(
                  presign ->
                      presign
                          .signatureDuration(Duration.ofMinutes(1))
                          .getObjectRequest(get -> get.bucket(store.bucket()).key("a")))
              .url()
              .toString();
      assertThat(url).contains("X-Amz-Security-Token=t0ken");
      return url;
    }
  }

  record Mistake(String yaml, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  static List<Mistake> mistakes() {
    return List.of(
        new Mistake("bucket: A", "store.bucket: expected 3 to 63"),
        new Mistake("bucket: abc\n  endpoint: 'ftp://x'", "store.endpoint: expected http"),
        new Mistake(
            "bucket: abc\n  endpoint: 'http://key:pass@x'",
            "store.endpoint: expected an address without user and password, got one with them;"
                + " they go into access-key and secret-key-file"),
        new Mistake("bucket: abc\n  region: ' '", "store.region: expected a region"),
        new Mistake("bucket: abc\n  access-key: a", "store.access-key: expected access-key and"),
        new Mistake(
            "bucket: abc\n  session-token-file: secret", "store.session-token: expected access"),
        new Mistake("bucket: abc\n  secret-key: plain", "store.secret-key"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void givenMistake_whenLoaded_thenItsKeyIsNamed(Mistake mistake) throws IOException {
    Files.writeString(directory.resolve("secret"), "s3cret");

    assertThatThrownBy(() -> load(mistake.yaml()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(mistake.message());
  }

  private ObjectStoreConfig load(String section) throws IOException {
    Path file = Files.writeString(directory.resolve("sample.yaml"), "store:\n  " + section + "\n");
    return Configuration.of("sample", Sample.class)
        .load(new Sources(Optional.of(file), Map.of(), Map.of()))
        .value()
        .store();
  }
}
