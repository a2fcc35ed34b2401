package dev.sluice.console.letter;

import dev.sluice.api.ApiRequest;
import dev.sluice.api.Problem;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.events.Topic;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.principal.Role;
import dev.sluice.release.ProductName;
import java.util.Set;

/// Who may decide what about a dead letter.
///
/// Sending a record again acts with the authority of whoever sent it first: records that carry
/// orders of people, policies or tokens need an admin.
final class LetterRules {
  private static final Set<Topic<?>> ADMINS =
      Set.of(Topic.PRINCIPALS, Topic.POLICIES, Topic.ROLLOUT_COMMANDS);

  private static final Set<Topic<?>> BY_PRODUCT =
      Set.of(Topic.ARTIFACTS, Topic.RELEASES, Topic.SIGNING, Topic.ROLLOUTS, Topic.ANNOUNCEMENTS);

  private LetterRules() {}

  /// Refuses those who may not decide about a letter.
  ///
  /// @throws dev.sluice.api.ProblemException 403
  static void requireAllowed(ApiRequest request, LetterEntry letter) {
    Topic<?> topic = Topic.find(letter.topic()).orElse(Topic.DEVICE_REPORTS);
    if (ADMINS.contains(topic) && !request.principal().holdsOne(Set.of(Role.ADMIN))) {
      throw Problem.forbidden("letter " + letter.id() + ": only an admin decides about " + topic)
          .withAdvice("its records carry orders of people, policies or tokens; ask an admin")
          .asException();
    }
    String first = letter.key().split("/", 2)[0];
    if (BY_PRODUCT.contains(topic) && ProductName.isValid(first)) {
      request.requireProduct(new ProductName(first));
    }
  }

  /// Refuses a letter that cannot be sent again.
  ///
  /// @throws dev.sluice.api.ProblemException 409
  static void requireReplayable(LetterEntry letter) {
    if (letter.state() == LetterState.DISCARDED || letter.state() == LetterState.REPLAYING) {
      throw conflict(letter, "open or replayed", word(letter.state()));
    }
    boolean isOfKafka =
        Topic.find(letter.topic()).filter(topic -> topic != Topic.DEAD_LETTERS).isPresent();
    if (!isOfKafka && MqttTopics.parse(letter.topic()).isEmpty()) {
      throw conflict(letter, "a topic that records can be sent to", letter.topic());
    }
    if (letter.reason().contains("(data cut from ")) {
      throw conflict(letter, "a whole record", "one that was cut");
    }
  }

  /// Refuses a letter about which nothing is left to decide.
  ///
  /// @throws dev.sluice.api.ProblemException 409
  static void requireOpen(LetterEntry letter) {
    if (letter.state() != LetterState.OPEN) {
      throw conflict(letter, "open", word(letter.state()));
    }
  }

  private static String word(LetterState state) {
    return ApiJson.word(state);
  }

  private static RuntimeException conflict(LetterEntry letter, String expected, String received) {
    return Problem.conflict("letter " + letter.id() + ": the order can have no effect")
        .with(expected, received)
        .asException();
  }
}
