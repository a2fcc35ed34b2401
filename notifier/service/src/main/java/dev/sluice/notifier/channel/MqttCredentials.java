package dev.sluice.notifier.channel;

/// One principal at the stamp's broker; a principal has one session, so each route needs its own.
///
/// @param id user name and client id
/// @param secret password; never logged
public record MqttCredentials(String id, String secret) {
  /// Checks that both are there.
  public MqttCredentials {
    if (id.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("a principal needs an id and a secret, got '" + id + "'");
    }
  }

  @Override
  public String toString() {
    return "MqttCredentials[" + id + "]";
  }
}
