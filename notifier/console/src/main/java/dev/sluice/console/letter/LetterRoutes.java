package dev.sluice.console.letter;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.order.Reasons;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.ReplayOrdered;
import dev.sluice.events.principal.Role;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Dead letters: listed, shown, replayed, discarded.
///
/// @param letters as they are
/// @param log takes the decisions
public record LetterRoutes(LetterQueries letters, EventLog log) implements ApiRoutes {
  private static final String LETTER = "/dead-letters/{id}";

  /// A decision about a letter.
  ///
  /// @param reason for the audit log
  record DecisionBody(Optional<String> reason) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/dead-letters")
            .summary("What could not be handled, the newest first")
            .query("state", "open, replaying, replayed or discarded")
            .query("topic", "only what came from it")
            .query("key", "only records whose key begins with it: a product, a device")
            .query("reason", "only those with this in their reason")
            .answersPage(LetterEntry.class)
            .to(request -> Answer.ok(letters.list(filter(request), request.page()))),
        Route.get(LETTER)
            .summary("One dead letter with headers and payload")
            .answers(200, LetterAnswer.class)
            .to(this::show),
        Route.post(LETTER + "/replays")
            .summary("Sends its record again to where it came from")
            .roles(Role.OPERATOR)
            .body(DecisionBody.class)
            .answers(202, LetterEntry.class)
            .to(this::replay),
        Route.post(LETTER + "/discards")
            .summary("Decides that it needs no handling")
            .roles(Role.OPERATOR)
            .body(DecisionBody.class)
            .answers(202, LetterEntry.class)
            .to(this::discard));
  }

  private static LetterFilter filter(ApiRequest request) {
    return new LetterFilter(
        request.query("state", LetterRoutes::state),
        given(request, "topic"),
        given(request, "key"),
        given(request, "reason"));
  }

  private static Optional<String> given(ApiRequest request, String name) {
    return request.query(name).filter(text -> !text.isEmpty());
  }

  private static LetterState state(String word) {
    return Arrays.stream(LetterState.values())
        .filter(state -> ApiJson.word(state).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected open, replaying, replayed or discarded, got " + word));
  }

  private Answer show(ApiRequest request) throws IOException {
    LetterEntry letter = require(request);
    return Answer.ok(LetterAnswer.of(letter, letters.read(letter)));
  }

  private Answer replay(ApiRequest request) throws IOException {
    LetterEntry letter = require(request);
    LetterRules.requireAllowed(request, letter);
    LetterRules.requireReplayable(letter);
    log.send(
        new ReplayOrdered(
            letter.id(),
            letter.key(),
            letter.partition(),
            letter.offset(),
            request.principal().name(),
            Reasons.require(request.body(DecisionBody.class).reason())));
    return Answer.accepted(letter);
  }

  private Answer discard(ApiRequest request) throws IOException {
    LetterEntry letter = require(request);
    LetterRules.requireAllowed(request, letter);
    LetterRules.requireOpen(letter);
    String reason =
        Reasons.requireGiven(request.body(DecisionBody.class).reason(), "why it needs no handling");
    log.send(
        new DeadLetterDiscarded(letter.id(), letter.key(), request.principal().name(), reason));
    return Answer.accepted(letter);
  }

  private LetterEntry require(ApiRequest request) throws IOException {
    String id = request.path("id");
    return letters
        .find(id)
        .orElseThrow(
            () ->
                Problem.notFound("letter " + id + ": there is none")
                    .withAdvice("see `sluice dead-letter list --state all`")
                    .asException());
  }
}
