package dev.sluice.console.release;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.order.Reasons;
import dev.sluice.console.policy.AppliedPolicy;
import dev.sluice.console.policy.PolicyQueries;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.principal.Role;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Releases as the topics tell them: shown and withdrawn. The publisher's API has its own, which
/// reads the objects too; the console's page has to work without it.
///
/// @param releases as the topics tell them
/// @param policies name releases that devices pass through
/// @param log takes the orders
public record ReleaseRecordRoutes(ReleaseTable releases, PolicyQueries policies, EventLog log)
    implements ApiRoutes {
  private static final String RELEASE = "/release-records/{product}/{version}";

  /// Why a release is to be withdrawn.
  record WithdrawalBody(Optional<String> reason) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/release-records")
            .summary("Releases by product, the latest of each first")
            .query("product", "only those of this product")
            .answersPage(ReleaseRecordAnswer.class)
            .to(this::list),
        Route.get(RELEASE)
            .summary("One release, with what its patches save")
            .answers(200, ReleaseRecordAnswer.class)
            .to(request -> Answer.ok(answer(require(request)))),
        Route.post(RELEASE + "/withdrawal")
            .summary("Orders that nobody vouches for a release any longer")
            .roles(Role.PUBLISHER)
            .body(WithdrawalBody.class)
            .answers(202, ReleaseRecordAnswer.class)
            .to(this::withdraw));
  }

  private Answer list(ApiRequest request) {
    Optional<ProductName> product = request.query("product", ProductName::parse);
    PageRequest page = request.page();
    List<ReleaseRecord> all = releases.list();
    var versions = ArtifactVersions.of(all);
    List<ReleaseRecord> following =
        all.stream()
            .filter(
                release -> product.filter(p -> !p.equals(release.release().product())).isEmpty())
            .filter(release -> page.after().isEmpty() || key(release).compareTo(page.after()) > 0)
            .limit(page.limit() + 1L)
            .toList();
    return Answer.ok(
        Page.of(following, page.limit(), ReleaseRecordRoutes::key)
            .map(release -> ReleaseRecordAnswer.of(release, versions)));
  }

  /// Text that rises as the list goes on.
  private static String key(ReleaseRecord release) {
    // Nothing in a name of a product sorts before the space: "app" comes before "app-beta".
    return "%s %012d"
        .formatted(release.release().product(), Manifest.MAX_COUNTER - release.counter());
  }

  private ReleaseRecordAnswer answer(ReleaseRecord release) {
    return ReleaseRecordAnswer.of(release, ArtifactVersions.of(releases.list()));
  }

  private Answer withdraw(ApiRequest request) throws IOException {
    ReleaseRecord release = require(request);
    request.requireProduct(release.release().product());
    String reason =
        Reasons.requireGiven(request.body(WithdrawalBody.class).reason(), "why it is withdrawn");
    if (!release.state().equals("published") && !release.state().equals("signed")) {
      throw Problem.conflict("release " + release.release() + ": the order can have no effect")
          .with("one that is published or signed", release.state())
          .asException();
    }
    requireNoFloor(release.release());
    log.send(
        new WithdrawalOrdered(
            release.release(), release.counter(), reason, request.principal().name()));
    return Answer.accepted(answer(release));
  }

  /// Devices that have to pass through it would stand still.
  private void requireNoFloor(ReleaseId release) throws IOException {
    Optional<PolicyApplied> policy =
        policies
            .find(release.product())
            .map(AppliedPolicy::applied)
            .filter(applied -> applied.floors().contains(release.version()));
    if (policy.isPresent()) {
      throw Problem.conflict("release " + release + ": devices pass through it")
          .with(
              "one that no policy in force names under floor-releases",
              "version %d of the policy of %s names %s"
                  .formatted(policy.get().version(), release.product(), policy.get().floors()))
          .withAdvice("apply a policy without it first: `sluice policy apply`")
          .asException();
    }
  }

  private ReleaseRecord require(ApiRequest request) {
    ProductName product = request.path("product", ProductName::parse);
    var release = new ReleaseId(product, request.path("version", Version::parse));
    return releases
        .find(release)
        .orElseThrow(
            () ->
                Problem.notFound("release " + release + ": there is none")
                    .withAdvice("see `sluice release list`")
                    .asException());
  }
}
