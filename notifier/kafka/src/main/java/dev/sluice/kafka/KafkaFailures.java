package dev.sluice.kafka;

import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.exit.UnreachableException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/// What a failure of one of Kafka's clients means for a person, in one line.
public final class KafkaFailures {
  /// Longer than any chain of causes; a chain may bite its own tail.
  private static final int MAX_CAUSES = 16;

  private KafkaFailures() {}

  /// The failure as one of a program's ends: credentials refused, or no answer.
  ///
  /// @param failure of a client, or of one of ours that has it as a cause
  public static ProgramException explain(KafkaConnection connection, Throwable failure) {
    Optional<Throwable> tls =
        find(failure, SslAuthenticationException.class).or(() -> find(failure, SSLException.class));
    if (tls.isPresent()) {
      return new UnreachableException(
          "%s: expected a TLS connection, got %s; check security, tls.trust and the server's name"
              .formatted(connection, deepest(tls.get())),
          failure);
    }
    Optional<Throwable> refused = find(failure, AuthenticationException.class);
    if (refused.isPresent()) {
      return new NotAllowedException(
          "%s: expected the login to be accepted, got %s; check sasl.username and sasl.password"
              .formatted(connection, refused.get().getMessage()),
          failure);
    }
    Optional<Throwable> forbidden = find(failure, AuthorizationException.class);
    if (forbidden.isPresent()) {
      return new NotAllowedException(
          "%s: expected to be allowed, got %s".formatted(connection, forbidden.get().getMessage()),
          failure);
    }
    Optional<Throwable> unusable = find(failure, ConfigException.class);
    if (unusable.isPresent()) {
      return new CannotStartException(
          "%s: expected usable settings, got %s".formatted(connection, unusable.get().getMessage()),
          failure);
    }
    return new UnreachableException(
        "%s: expected an answer, got %s; check servers and security, and that it runs"
            .formatted(connection, deepest(failure)),
        failure);
  }

  /// Whether it may pass by itself: the cluster did not answer in time, or was busy with itself.
  public static boolean isPassing(Throwable failure) {
    return find(failure, RetriableException.class).isPresent();
  }

  static boolean isCredentialsRefused(Throwable failure) {
    return find(failure, AuthenticationException.class).isPresent()
        || find(failure, AuthorizationException.class).isPresent();
  }

  static Optional<Throwable> find(Throwable failure, Class<? extends Throwable> type) {
    return causes(failure).filter(type::isInstance).findFirst();
  }

  static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(MAX_CAUSES);
  }

  private static String deepest(Throwable failure) {
    Throwable last = causes(failure).reduce((_, cause) -> cause).orElse(failure);
    String message = last.getMessage();
    return message == null ? last.getClass().getSimpleName() : message;
  }
}
