package dev.sluice.kafka;

/// What was asked needs a peer that is unavailable; the message says which and why.
final class PeerAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  PeerAwayException(String reason, Exception cause) {
    super(reason, cause);
  }
}
