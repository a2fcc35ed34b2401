package dev.sluice.notifier.channel;

import dev.sluice.program.config.Describe;
import dev.sluice.program.config.SecretText;
import java.util.Optional;

/// One client of the stamp's broker; a client id has one session, so each route needs its own.
///
/// @param clientId names the session
/// @param username absent where a certificate tells who the client is
/// @param password together with a user name only
public record MqttCredentials(
    @Describe("client id, which names the session") String clientId,
    @Describe("user name") Optional<String> username,
    @Describe("password") Optional<SecretText> password) {
  /// Checks that there is an id, and no password without a name.
  public MqttCredentials {
    if (clientId.isBlank()) {
      throw new IllegalArgumentException("client-id: expected a client id, got nothing");
    }
    if (password.isPresent() && username.isEmpty()) {
      throw new IllegalArgumentException("username: expected one beside the password, got none");
    }
  }

  /// A client whose user name is its id.
  public static MqttCredentials of(String id, String secret) {
    return new MqttCredentials(id, Optional.of(id), Optional.of(new SecretText(secret)));
  }
}
