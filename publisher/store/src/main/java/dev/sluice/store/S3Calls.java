package dev.sluice.store;

import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Makes requests of the SDK, and turns what it throws into a [StoreException] that says what to
/// do.
public final class S3Calls {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TIMED_OUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  /// How the SDK begins when its default chain has found nothing.
  private static final String NO_CREDENTIALS = "Unable to load credentials";

  private final ObjectStoreConfig config;

  S3Calls(ObjectStoreConfig config) {
    this.config = config;
  }

  /// For requests that must succeed.
  ///
  /// @param path what the request is about, for the message
  public <T> T call(String path, Call<T> call) throws StoreException {
    try {
      return call.run();
    } catch (SdkException | UncheckedIOException e) {
      throw failure(path, e);
    }
  }

  /// For requests whose object may be absent; empty if it is.
  public <T> Optional<T> find(String path, Call<T> call) throws StoreException {
    try {
      return Optional.of(call.run());
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND && !isBucketMissing(e)) {
        return Optional.empty();
      }
      throw failure(path, e);
    } catch (SdkException | UncheckedIOException e) {
      throw failure(path, e);
    }
  }

  /// For conditional writes: empty if the condition did not hold. Two writers at the same moment
  /// get 409, and for both the other one was first.
  ///
  /// The SDK repeats a request whose answer was lost, and then may meet what its own first attempt
  /// has written.
  ///
  /// @param own finds what stands there if it is what the call writes; asked only when the request
  ///     was refused after it had been repeated
  public <T> Optional<T> attempt(String path, Call<T> call, Written<T> own) throws StoreException {
    try {
      return Optional.of(call.run());
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return e.numAttempts() > 1 ? own.find() : Optional.empty();
      }
      throw failure(path, e);
    } catch (SdkException | UncheckedIOException e) {
      throw failure(path, e);
    }
  }

  /// The URL connection client lets some failures of the connection out as they are.
  private StoreException failure(String path, RuntimeException e) {
    if (e instanceof S3Exception s3) {
      return answered(path, s3);
    }
    if (e.getMessage() != null && e.getMessage().startsWith(NO_CREDENTIALS)) {
      return new StoreUnavailableException(
          config
              + ": expected credentials from the environment, a profile or the machine's role, got"
              + " none; set access-key and secret-key",
          e,
          true);
    }
    return new StoreUnavailableException(
        "%s, %s: expected an answer, got %s; check the endpoint and that the store runs"
            .formatted(config, path, rootMessage(e)),
        e,
        false);
  }

  private StoreException answered(String path, S3Exception e) {
    if (isBucketMissing(e)) {
      // Somebody may create it yet: no event is at fault.
      return new StoreUnavailableException(
          config + ": expected the bucket, got none; create it or correct its name", e, false);
    }
    int status = e.statusCode();
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return new StoreUnavailableException(
          "%s, %s: expected access, got %d; check access key and secret key"
              .formatted(config, path, status),
          e,
          true);
    }
    String message =
        "%s, %s: expected success, got status %d%s".formatted(config, path, status, code(e));
    return isPassing(status, e)
        ? new StoreUnavailableException(message, e, false)
        : new StoreException(message, e);
  }

  private static boolean isPassing(int status, S3Exception e) {
    return status >= SERVER_ERROR
        || status == TIMED_OUT
        || status == TOO_MANY
        || e.isThrottlingException()
        || e.isClockSkewException();
  }

  private static String code(S3Exception e) {
    return e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
  }

  private static boolean isBucketMissing(S3Exception e) {
    return e.awsErrorDetails() != null && "NoSuchBucket".equals(e.awsErrorDetails().errorCode());
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return (root.getClass().getSimpleName() + " " + root.getMessage())
        .lines()
        .findFirst()
        .orElse("");
  }

  /// What a conditional write may have written.
  @FunctionalInterface
  public interface Written<T> {
    /// Empty if something else stands there, or nothing.
    Optional<T> find() throws StoreException;
  }

  /// One request.
  @FunctionalInterface
  public interface Call<T> {
    /// Makes it.
    T run();
  }
}
