package dev.sluice.console.channel;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Page;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.events.principal.Role;
import java.util.List;
import java.util.Optional;

/// External channels: listed, tried; by operators.
///
/// @param channels those of this notifier
public record ChannelRoutes(ChannelPort channels) implements ApiRoutes {
  /// What came of a test.
  ///
  /// @param taken whether the receiver took it
  /// @param problem why not
  record TestAnswer(String channel, boolean taken, Optional<String> problem) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/channels")
            .summary("The external channels of this notifier, and how they stand")
            .roles(Role.OPERATOR)
            .answersPage(ChannelState.class)
            .to(this::list),
        Route.post("/channels/{name}/tests")
            .summary("Sends a test to the channel's receiver and says what it answered")
            .roles(Role.OPERATOR)
            .answers(200, TestAnswer.class)
            .to(this::test));
  }

  private Answer list(ApiRequest request) {
    return Answer.ok(Page.of(channels.list(), request.page(), ChannelState::name));
  }

  private Answer test(ApiRequest request) {
    String name = request.path("name", text -> text);
    return channels
        .test(name, request.principal().name())
        .map(tried -> new TestAnswer(name, tried.problem().isEmpty(), tried.problem()))
        .map(Answer::ok)
        .orElseThrow(
            () ->
                Problem.notFound("channel %.60s: there is none of this name".formatted(name))
                    .withAdvice("`sluice channel list` shows those that there are")
                    .asException());
  }
}
