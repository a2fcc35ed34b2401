package dev.sluice.kafka;

import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.retry.Unavailable;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/// Tells failures of a peer from failures of what was asked of it.
final class PeerFailures {
  private PeerFailures() {}

  /// Why a peer is unavailable, in one line, if that is what the failure or one of its causes says.
  static Optional<String> find(Throwable failure) {
    return KafkaFailures.causes(failure)
        .filter(PeerFailures::isPeers)
        .findFirst()
        .map(
            cause ->
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }

  private static boolean isPeers(Throwable failure) {
    return switch (failure) {
      case Unavailable _ -> true;
      case UnreachableException _, NotAllowedException _ -> true;
      case ConnectException _,
          SocketTimeoutException _,
          UnknownHostException _,
          HttpTimeoutException _ ->
          true;
      case KafkaException kafka ->
          kafka instanceof RetriableException
              || kafka instanceof AuthenticationException
              || kafka instanceof AuthorizationException;
      default -> false;
    };
  }
}
