package dev.sluice.console.safeguard;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.console.device.RingsReaders;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.order.Reasons;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.principal.Role;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Safeguard holds: shown, added, lifted.
///
/// @param queries the holds in force
/// @param readers refuse what devices cannot read
/// @param log takes the orders
public record SafeguardRoutes(SafeguardQueries queries, RingsReaders readers, EventLog log)
    implements ApiRoutes {
  private static final String HOLDS = "/safeguards/{product}";

  /// A hold.
  ///
  /// @param where which devices are kept out
  /// @param devices how many those are, as last counted
  /// @param at since when; absent while its order is on its way
  record HoldAnswer(
      ProductName product,
      String name,
      String where,
      long devices,
      String by,
      String reason,
      Optional<Instant> at) {
    static HoldAnswer of(ProductName product, ActiveHold hold) {
      return new HoldAnswer(
          product,
          hold.safeguard().hold().name(),
          hold.safeguard().hold().where().toString(),
          hold.devices(),
          hold.safeguard().by(),
          hold.safeguard().reason(),
          Optional.of(hold.safeguard().at()));
    }
  }

  /// The holds of a product, the oldest first.
  record HoldsAnswer(List<HoldAnswer> holds) {}

  /// A hold to add.
  ///
  /// @param name a word, unique for the product
  /// @param where which devices to keep out: `hardware = 'rev-b'`, `version < '2.0'`
  /// @param reason for the audit log
  /// @param force adds it even if some devices cannot read that devices are kept out
  record HoldBody(String name, String where, Optional<String> reason, Optional<Boolean> force) {}

  /// @param reason for the audit log
  record LiftBody(Optional<String> reason) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(HOLDS)
            .summary("Which devices are kept out of the releases of a product, and why")
            .answers(200, HoldsAnswer.class)
            .to(this::list),
        Route.post(HOLDS)
            .summary("Keeps devices out of the releases of a product until the hold is lifted")
            .roles(Role.OPERATOR)
            .body(HoldBody.class)
            .answers(202, HoldAnswer.class)
            .to(this::add),
        Route.post(HOLDS + "/{name}/lifts")
            .summary("Lifts a hold; its devices take part again")
            .roles(Role.OPERATOR)
            .body(LiftBody.class)
            .answers(202, HoldAnswer.class)
            .to(this::lift));
  }

  private Answer list(ApiRequest request) throws IOException {
    ProductName product = request.path("product", ProductName::parse);
    return Answer.ok(
        new HoldsAnswer(
            queries.holds(product).stream().map(hold -> HoldAnswer.of(product, hold)).toList()));
  }

  private Answer add(ApiRequest request) throws IOException {
    ProductName product = request.path("product", ProductName::parse);
    request.requireProduct(product);
    var body = request.body(HoldBody.class);
    SafeguardHold hold = hold(product, body);
    String reason = Reasons.require(body.reason());
    List<ActiveHold> present = queries.holds(product);
    if (find(present, hold.name()).isPresent() || present.size() >= Safeguards.MAX_HOLDS) {
      throw Problem.conflict("hold %s of %s: it cannot be added".formatted(hold.name(), product))
          .with(
              "another name, and fewer than %d holds".formatted(Safeguards.MAX_HOLDS),
              "holds " + present.stream().map(held -> held.safeguard().hold().name()).toList())
          .withAdvice("lift one first")
          .asException();
    }
    if (!body.force().orElse(false)) {
      readers.require(product, RingsDocument.SAFEGUARDED_VERSION);
    }
    String by = request.principal().name();
    log.send(new SafeguardOrdered(product, hold.name(), Optional.of(hold.where()), by, reason));
    return Answer.accepted(
        new HoldAnswer(
            product, hold.name(), hold.where().toString(), 0, by, reason, Optional.empty()));
  }

  private static SafeguardHold hold(ProductName product, HoldBody body) {
    try {
      return SafeguardHold.of(product, body.name(), Condition.parse(body.where()));
    } catch (IllegalArgumentException e) {
      String mistake = String.valueOf(e.getMessage());
      throw Problem.invalid("the hold cannot be added", List.of(mistake)).asException();
    }
  }

  private Answer lift(ApiRequest request) throws IOException {
    ProductName product = request.path("product", ProductName::parse);
    request.requireProduct(product);
    String name = request.path("name");
    String reason = Reasons.require(request.body(LiftBody.class).reason());
    ActiveHold hold =
        find(queries.holds(product), name)
            .orElseThrow(
                () ->
                    Problem.notFound("product %s: no hold \"%s\"".formatted(product, name))
                        .withAdvice("see `sluice safeguard list " + product + "`")
                        .asException());
    log.send(
        new SafeguardOrdered(product, name, Optional.empty(), request.principal().name(), reason));
    return Answer.accepted(HoldAnswer.of(product, hold));
  }

  private static Optional<ActiveHold> find(List<ActiveHold> holds, String name) {
    return holds.stream().filter(held -> held.safeguard().hold().name().equals(name)).findFirst();
  }
}
