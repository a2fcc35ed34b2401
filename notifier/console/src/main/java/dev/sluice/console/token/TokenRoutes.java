package dev.sluice.console.token;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Page;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.token.Principal;
import dev.sluice.api.token.Tokens;
import dev.sluice.console.order.EventLog;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Tokens: listed, made, taken back; by admins.
///
/// @param tokens as given out
/// @param log takes the changes
/// @param clock says when a new token expires
public record TokenRoutes(Tokens tokens, EventLog log, InstantSource clock) implements ApiRoutes {
  private static final Duration LONGEST_LIFE = Duration.ofDays(3_650);

  /// What a new token shall be.
  ///
  /// @param name of the principal
  /// @param products named for publishers, optional for operators
  /// @param lifetime how long it opens; without one, until it is revoked
  record TokenBody(
      String name,
      Set<Role> roles,
      Optional<Set<ProductName>> products,
      Optional<Duration> lifetime) {}

  /// A token as everybody may see it.
  ///
  /// @param state `valid`, `expired` or `revoked`
  record TokenAnswer(
      String name,
      List<Role> roles,
      List<ProductName> products,
      Optional<Instant> expires,
      String state,
      String by) {
    static TokenAnswer of(PrincipalChanged change, Instant now) {
      boolean isOver = change.expires().filter(at -> !now.isBefore(at)).isPresent();
      return new TokenAnswer(
          change.principal(),
          List.copyOf(new TreeSet<>(change.roles())),
          List.copyOf(new TreeSet<>(change.products())),
          change.expires(),
          change.revoked() ? "revoked" : isOver ? "expired" : "valid",
          change.by());
    }
  }

  /// A token just made.
  ///
  /// @param token the secret, which is told this once
  record NewTokenAnswer(String token, TokenAnswer details) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/tokens")
            .summary("Everybody who has or had a token")
            .roles(Role.ADMIN)
            .answersPage(TokenAnswer.class)
            .to(this::list),
        Route.post("/tokens")
            .summary("Makes a token; its secret is in the answer and never told again")
            .body(TokenBody.class)
            .answers(201, NewTokenAnswer.class)
            .to(this::create),
        Route.delete("/tokens/{name}")
            .summary("Takes a token back")
            .answersNothing()
            .to(this::revoke));
  }

  private Answer list(ApiRequest request) {
    Instant now = clock.instant();
    return Answer.ok(
        Page.of(tokens.list(), request.page(), PrincipalChanged::principal)
            .map(change -> TokenAnswer.of(change, now)));
  }

  private Answer create(ApiRequest request) throws IOException {
    var body = request.body(TokenBody.class);
    Set<ProductName> products = body.products().orElse(Set.of());
    List<String> mistakes = mistakes(body, products);
    if (!mistakes.isEmpty()) {
      throw Problem.invalid("the token cannot be made", mistakes).asException();
    }
    boolean isTaken = tokens.find(body.name()).filter(t -> !t.revoked()).isPresent();
    if (isTaken) {
      throw Problem.conflict("token " + body.name() + ": there is one already")
          .withAdvice("revoke it first, or choose another name")
          .asException();
    }
    Instant now = clock.instant();
    var made =
        NewToken.make(
            body.name(),
            body.roles(),
            products,
            body.lifetime().map(now::plus),
            request.principal().name());
    log.send(made.change());
    return new Answer.Document(
        201,
        Optional.of(new NewTokenAnswer(made.secret(), TokenAnswer.of(made.change(), now))),
        Map.of("Cache-Control", "no-store", "Location", "/api/v1/tokens/" + body.name()));
  }

  private static List<String> mistakes(TokenBody body, Set<ProductName> products) {
    List<String> mistakes = new ArrayList<>();
    if (!PrincipalChanged.isName(body.name())) {
      mistakes.add("name: expected " + PrincipalChanged.NAME_SYNTAX);
    }
    if (body.name().startsWith(Principal.INSTANCE_PREFIX)) {
      mistakes.add("name: '" + Principal.INSTANCE_PREFIX + "' is for the notifier's own instances");
    }
    if (body.roles().isEmpty()) {
      mistakes.add("roles: expected one at least");
    }
    if (body.roles().contains(Role.PUBLISHER) && products.isEmpty()) {
      mistakes.add("products: expected those that the publisher may publish, got none");
    }
    body.lifetime()
        .filter(l -> l.isNegative() || l.isZero() || l.compareTo(LONGEST_LIFE) > 0)
        .ifPresent(l -> mistakes.add("lifetime: expected up to ten years, got " + l));
    return mistakes;
  }

  private Answer revoke(ApiRequest request) throws IOException {
    String name = request.path("name");
    String by = request.principal().name();
    if (name.equals(by)) {
      throw Problem.conflict("token " + name + ": nobody revokes the token that they use")
          .withAdvice("use another admin's token")
          .asException();
    }
    PrincipalChanged known =
        tokens
            .find(name)
            .orElseThrow(
                () ->
                    Problem.notFound("token " + name + ": there is none")
                        .withAdvice("see `sluice token list`")
                        .asException());
    log.send(
        new PrincipalChanged(
            name, known.tokenSha256(), known.roles(), known.products(), known.expires(), true, by));
    return Answer.nothing();
  }
}
