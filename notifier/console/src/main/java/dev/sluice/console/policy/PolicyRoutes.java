package dev.sluice.console.policy;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Page;
import dev.sluice.api.Problem;
import dev.sluice.api.ProblemException;
import dev.sluice.api.Route;
import dev.sluice.console.device.RingsReaders;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.order.Reasons;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.principal.Role;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Policies: shown, checked, applied.
public final class PolicyRoutes implements ApiRoutes {
  private static final String YAML = "application/yaml";

  /// Whose policy holds for products without one.
  private static final ProductName STANDARD = new ProductName("default");

  /// Enough to see a slip of the pen.
  private static final int MOST_SHOWN = 10;

  private final PolicyQueries policies;
  private final PolicyReader reader;
  private final RingsReaders readers;
  private final EventLog log;

  /// The highest version that this process gave each product: the queries lag behind the log.
  private final Map<ProductName, Long> given = new HashMap<>();

  /// @param policies as they are
  /// @param reader reads them before they are applied
  /// @param readers refuse what devices cannot read
  /// @param log takes the orders
  public PolicyRoutes(
      PolicyQueries policies, PolicyReader reader, RingsReaders readers, EventLog log) {
    this.policies = policies;
    this.reader = reader;
    this.readers = readers;
    this.log = log;
  }

  /// A policy in force.
  ///
  /// @param version rises with each application
  /// @param document in YAML
  record PolicyAnswer(
      ProductName product,
      long version,
      String document,
      String by,
      String reason,
      Optional<Instant> at) {
    static PolicyAnswer of(PolicyApplied policy, Optional<Instant> at) {
      return new PolicyAnswer(
          policy.product(), policy.version(), policy.document(), policy.by(), policy.reason(), at);
    }
  }

  /// What is wrong with a document.
  ///
  /// @param mistakes none if it can be applied
  record LintAnswer(List<String> mistakes) {}

  /// What a policy may say.
  ///
  /// @param schema a JSON schema (2020-12), as text
  record SchemaAnswer(String schema) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/policies")
            .summary("The policy in force of each product that has one")
            .answersPage(PolicyAnswer.class)
            .to(this::list),
        Route.get("/policy-schema")
            .summary("What a policy may say, as a JSON schema")
            .answers(200, SchemaAnswer.class)
            .to(_ -> Answer.ok(new SchemaAnswer(reader.jsonSchema()))),
        Route.get("/policies/{product}")
            .summary("The policy in force of one product")
            .answers(200, PolicyAnswer.class)
            .to(this::show),
        Route.put("/policies/{product}")
            .summary(
                "Applies a policy, a YAML document; 422 names every mistake, 409 says how many"
                    + " devices could not follow it")
            .roles(Role.OPERATOR)
            .query("reason", "for the audit log")
            .query("force", "`true` applies it even if some devices cannot follow it")
            .text(YAML)
            .answers(200, PolicyAnswer.class)
            .to(this::apply),
        Route.post("/policies/lint")
            .summary("Checks a policy and changes nothing")
            .roles(Role.values())
            .text(YAML)
            .answers(200, LintAnswer.class)
            .to(request -> Answer.ok(new LintAnswer(mistakes(request.text())))));
  }

  private Answer list(ApiRequest request) throws IOException {
    return Answer.ok(
        Page.of(policies.list(), request.page(), policy -> policy.applied().product().value())
            .map(policy -> PolicyAnswer.of(policy.applied(), Optional.of(policy.at()))));
  }

  private Answer show(ApiRequest request) throws IOException {
    ProductName product = request.path("product", ProductName::parse);
    return policies
        .find(product)
        .map(policy -> Answer.ok(PolicyAnswer.of(policy.applied(), Optional.of(policy.at()))))
        .orElseThrow(
            () ->
                Problem.notFound("product " + product + ": no policy was applied")
                    .withAdvice("the default policy holds")
                    .asException());
  }

  private Answer apply(ApiRequest request) throws IOException {
    ProductName product = request.path("product", ProductName::parse);
    request.requireProduct(product);
    String document = request.text();
    List<String> mistakes = mistakes(document);
    if (!mistakes.isEmpty()) {
      throw Problem.invalid("the policy cannot be applied", mistakes).asException();
    }
    List<Version> floors = reader.floors(document);
    requireLive(product, floors);
    if (!request.query("force", PolicyRoutes::truth).orElse(false)) {
      readers.require(product, reader.ringsFormat(document));
    }
    String reason = Reasons.require(request.query("reason"));
    return Answer.ok(
        PolicyAnswer.of(
            send(product, document, request.principal().name(), reason, floors), Optional.empty()));
  }

  /// Devices can pass only through what is signed and was not withdrawn.
  private void requireLive(ProductName product, List<Version> floors) throws IOException {
    if (floors.isEmpty()) {
      return;
    }
    if (product.equals(STANDARD)) {
      throw refusal(
          "floor-releases: expected none in the policy of product %s, which holds for many, got %s"
              .formatted(STANDARD, floors),
          "name them in the policy of the product whose versions they are");
    }
    List<Version> live = policies.liveReleases(product).stream().map(ReleaseId::version).toList();
    List<Version> unknown = floors.stream().filter(floor -> !live.contains(floor)).toList();
    if (!unknown.isEmpty()) {
      throw refusal(
          "floor-releases: expected versions of %s that are signed and were not withdrawn, of %s, got %s"
              .formatted(product, live.subList(0, Math.min(live.size(), MOST_SHOWN)), unknown),
          "publish them first, or leave them out; see `sluice release list`");
    }
  }

  private static ProblemException refusal(String mistake, String advice) {
    return Problem.invalid("the policy cannot be applied", List.of(mistake))
        .withAdvice(advice)
        .asException();
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  /// One at a time, so that no version is given twice by this process.
  private synchronized PolicyApplied send(
      ProductName product, String document, String by, String reason, List<Version> floors)
      throws IOException {
    long latest =
        Math.max(
            given.getOrDefault(product, 0L),
            policies.find(product).map(p -> p.applied().version()).orElse(0L));
    var applied = new PolicyApplied(product, latest + 1, document, by, reason, floors);
    // Given away even if the answer is lost: the event may have arrived.
    given.put(product, applied.version());
    log.send(applied);
    return applied;
  }

  private List<String> mistakes(String document) {
    if (document.length() > PolicyApplied.MAX_DOCUMENT_LENGTH) {
      return List.of(
          "expected at most %d characters, got %d"
              .formatted(PolicyApplied.MAX_DOCUMENT_LENGTH, document.length()));
    }
    return reader.mistakes(document);
  }
}
