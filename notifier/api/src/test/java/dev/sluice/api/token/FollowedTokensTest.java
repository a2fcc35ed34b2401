package dev.sluice.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedTokensTest {
  @Test
  void givenTopic_whenPrincipalsChange_thenTokensOpenAndCloseWithoutARestart(
      @TempDir Path directory) throws Exception {
    try (var kafka = InProcessBroker.start(directory)) {
      assertThatThrownBy(() -> FollowedTokens.start(kafka.connection(), InstantSource.system()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("principals");
      Topics.ensure(kafka.connection(), 2);
      try (var producer = new EventProducer(kafka.connection(), "test", InstantSource.system())) {
        producer.send(change("ada", "first", false));
        try (var tokens = FollowedTokens.start(kafka.connection(), InstantSource.system())) {
          assertThat(tokens.check("first")).isInstanceOf(TokenCheck.Valid.class);
          assertThat(tokens.check("second")).isInstanceOf(TokenCheck.Unknown.class);

          producer.send(change("bob", "second", false));
          producer.send(change("ada", "first", true));

          await()
              .atMost(Duration.ofSeconds(20))
              .until(
                  () ->
                      tokens.check("second") instanceof TokenCheck.Valid
                          && tokens.check("first") instanceof TokenCheck.Revoked);
          assertThat(tokens.list())
              .extracting(PrincipalChanged::principal)
              .containsExactly("ada", "bob");
          assertThat(tokens.problem()).isEmpty();
        }
      }
    }
  }

  private static PrincipalChanged change(String name, String token, boolean revoked) {
    return new PrincipalChanged(
        name,
        Digest.sha256(token.getBytes(StandardCharsets.UTF_8)),
        Set.of(Role.VIEWER),
        Set.of(),
        Optional.empty(),
        revoked,
        "test");
  }
}
