package dev.sluice.api.token;

import dev.sluice.events.Topic;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.PrincipalEvent;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/// The tokens of the topic `principals`, which it follows: a token opens, or no longer, within a
/// second of its change. While Kafka is away, what was last known counts.
public final class FollowedTokens implements Tokens, AutoCloseable {
  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(30);

  private final TokenTable table;
  private final EventFollower follower;

  private FollowedTokens(TokenTable table, EventFollower follower) {
    this.table = table;
    this.follower = follower;
  }

  /// Starts following and waits until every token of now is known; the caller closes it.
  ///
  /// @throws IOException if Kafka does not answer, has no such topic, or takes longer than 30 s
  /// @throws InterruptedException if the calling thread is interrupted
  public static FollowedTokens start(KafkaConnection kafka, InstantSource clock)
      throws IOException, InterruptedException {
    var table = new TokenTable(clock);
    EventFollower follower;
    try {
      follower =
          EventFollower.start(kafka, Topic.PRINCIPALS, stamped -> show(table, stamped.event()));
    } catch (KafkaException | IllegalStateException e) {
      throw new IOException("tokens: " + e.getMessage(), e);
    }
    var tokens = new FollowedTokens(table, follower);
    boolean caughtUp = false;
    try {
      caughtUp = follower.awaitCaughtUp(CATCH_UP_LIMIT);
    } finally {
      if (!caughtUp) {
        tokens.close();
      }
    }
    if (!caughtUp) {
      throw new IOException(
          "tokens: expected those of %s within %s".formatted(kafka, CATCH_UP_LIMIT));
    }
    return tokens;
  }

  private static void show(TokenTable table, PrincipalEvent event) {
    switch (event) {
      case PrincipalChanged change -> table.see(change);
    }
  }

  @Override
  public TokenCheck check(String token) {
    return table.check(token);
  }

  @Override
  public TokenCheck check(Digest token) {
    return table.check(token);
  }

  @Override
  public List<PrincipalChanged> list() {
    return table.list();
  }

  @Override
  public Optional<PrincipalChanged> find(String principal) {
    return table.find(principal);
  }

  @Override
  public Optional<String> problem() {
    return follower.isRunning()
        ? Optional.empty()
        : Optional.of("the follower of principals has ended");
  }

  @Override
  public void close() {
    follower.close();
  }
}
