package dev.sluice.publisher.api;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.events.TraceParent;
import dev.sluice.events.principal.Role;
import dev.sluice.events.release.StartRequest;
import dev.sluice.program.trace.Traces;
import dev.sluice.publisher.api.ReleaseForms.ArtifactAnswer;
import dev.sluice.publisher.api.ReleaseForms.ArtifactBody;
import dev.sluice.publisher.api.ReleaseForms.PatchAnswer;
import dev.sluice.publisher.api.ReleaseForms.ReleaseAnswer;
import dev.sluice.publisher.api.ReleaseForms.ReleaseBody;
import dev.sluice.publisher.api.ReleaseForms.ReleaseChange;
import dev.sluice.publisher.api.ReleaseForms.ReleaseStage;
import dev.sluice.publisher.api.ReleaseForms.ReleaseSummary;
import dev.sluice.publisher.api.ReleaseForms.WithdrawalAnswer;
import dev.sluice.publisher.api.ReleaseForms.WithdrawalBody;
import dev.sluice.publisher.catalogue.CounterRule;
import dev.sluice.publisher.catalogue.FloorRule;
import dev.sluice.publisher.publication.PublishOutcome;
import dev.sluice.publisher.publication.PublishedRelease;
import dev.sluice.publisher.publication.ReleaseOrder;
import dev.sluice.publisher.publication.Releases;
import dev.sluice.publisher.view.NamedFloors;
import dev.sluice.publisher.view.Patches;
import dev.sluice.publisher.view.ReleaseState;
import dev.sluice.publisher.view.ReleaseState.Publication;
import dev.sluice.publisher.view.ReleaseView;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Releases: published, shown, followed, withdrawn.
public final class ReleaseRoutes implements ApiRoutes {
  private static final String RELEASE = "/releases/{product}/{version}";
  private static final int MAX_REASON_LENGTH = 500;

  private final Releases releases;
  private final ReleaseView view;
  private final NamedFloors floors;
  private final Patches patches;
  private final Traces traces;
  private final boolean patchesExpected;

  /// The caller closes what it gives.
  ///
  /// @param patchesExpected whether patches are built
  public ReleaseRoutes(
      Releases releases,
      ReleaseView view,
      NamedFloors floors,
      Patches patches,
      Traces traces,
      boolean patchesExpected) {
    this.releases = releases;
    this.view = view;
    this.floors = floors;
    this.patches = patches;
    this.traces = traces;
    this.patchesExpected = patchesExpected;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/releases")
            .summary("Publishes a release of artifacts that were uploaded")
            .roles(Role.PUBLISHER)
            .body(ReleaseBody.class)
            .answers(200, ReleaseAnswer.class)
            .answers(201, ReleaseAnswer.class)
            .to(this::publish),
        Route.get("/releases")
            .summary("Releases by product, the latest of each first")
            .query("product", "only those of this product")
            .answersPage(ReleaseSummary.class)
            .to(this::list),
        Route.get(RELEASE)
            .summary("One release, with the patches that lead to it")
            .answers(200, ReleaseAnswer.class)
            .to(request -> Answer.ok(answer(require(request)))),
        Route.get(RELEASE + "/events")
            .summary("What happened to a release and what happens from now on")
            .answersEvents(ReleaseChange.class)
            .to(this::follow),
        Route.post(RELEASE + "/withdrawal")
            .summary("Orders that nobody vouches for a release any longer")
            .roles(Role.PUBLISHER)
            .body(WithdrawalBody.class)
            .answers(200, WithdrawalAnswer.class)
            .answers(202, WithdrawalAnswer.class)
            .to(this::withdraw));
  }

  private Answer publish(ApiRequest request) {
    ReleaseBody body = request.body(ReleaseBody.class);
    request.requireProduct(body.product());
    ReleaseOrder order = order(body);
    if (view.find(order.release()).filter(known -> known.withdrawal().isPresent()).isPresent()) {
      throw Problem.conflict(order.release() + " was withdrawn")
          .withAdvice("publish under a new version")
          .asException();
    }
    try (var span = traces.start("publish release", request.header(TraceParent.NAME))) {
      var _ = span.with("release", order.release().toString());
      PublishOutcome outcome =
          releases.publish(order, request.principal().name(), TraceParent.find(span.traceParent()));
      return switch (outcome) {
        case PublishOutcome.Published(var release) ->
            Answer.created(
                "/api/v1/releases/" + order.release(), answer(release, order, span.traceId()));
        case PublishOutcome.AlreadyPublished(var release) ->
            Answer.ok(answer(release, order, span.traceId()));
        case PublishOutcome.Refused refused -> throw problem(refused).asException();
      };
    }
  }

  private static ReleaseOrder order(ReleaseBody body) {
    try {
      return new ReleaseOrder(
          new ReleaseId(body.product(), body.version()),
          body.artifacts().stream().map(ArtifactBody::artifact).toList(),
          body.hardware().orElse(List.of()),
          body.floor().<FloorRule>map(FloorRule.At::new).orElseGet(FloorRule.PreviousRelease::new),
          body.counter()
              .<CounterRule>map(CounterRule.Exactly::new)
              .orElseGet(CounterRule.Next::new),
          body.start().orElse(StartRequest.AS_POLICY),
          body.policyVersion().orElse(0L));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(String.valueOf(e.getMessage()), List.of()).asException();
    }
  }

  private static Problem problem(PublishOutcome.Refused refused) {
    return switch (refused) {
      case PublishOutcome.Conflict(var release, var what, var published, var offered) ->
          Problem.conflict(release + " is published already with another " + what)
              .with(published, offered)
              .withAdvice("publish under a new version");
      case PublishOutcome.WrongCounter(var release, var wanted, var next) ->
          Problem.conflict(release + " would not get the counter that was asked for")
              .with("counter " + next, "counter " + wanted)
              .withAdvice("look at what was published meanwhile");
      case PublishOutcome.FloorTooHigh(var release, var floor, var counter) ->
          Problem.invalid(release + ": the rollback floor is above its counter", List.of())
              .with("at most " + counter, String.valueOf(floor))
              .withAdvice("choose a lower one");
      case PublishOutcome.NotUploaded(var release, var name, var digest) ->
          Problem.invalid(release + ": artifact " + name + " is not in the store", List.of())
              .with("sha256 " + digest, "none")
              .withAdvice("upload it first");
      case PublishOutcome.Unavailable(var reason) ->
          Problem.unavailable(reason).withAdvice("publish again to carry on");
    };
  }

  /// What was published a moment ago; the view may not have seen it yet.
  private ReleaseAnswer answer(PublishedRelease published, ReleaseOrder order, String traceId) {
    Manifest manifest = published.manifest();
    return new ReleaseAnswer(
        manifest.id().product(),
        manifest.id().version(),
        manifest.counter(),
        manifest.rollbackFloor(),
        ReleaseStage.PUBLISHED,
        published.manifestDigest(),
        manifest.hardware(),
        manifest.artifacts().stream().map(ArtifactAnswer::of).toList(),
        order.start(),
        order.policyVersion(),
        Optional.empty(),
        Optional.of(traceId),
        Optional.empty(),
        patchesExpected,
        false,
        List.of());
  }

  private ReleaseAnswer answer(ReleaseState state) throws IOException {
    Publication publication = state.publication().orElseThrow();
    Manifest manifest = releases.manifest(publication.event());
    return new ReleaseAnswer(
        manifest.id().product(),
        manifest.id().version(),
        manifest.counter(),
        manifest.rollbackFloor(),
        ReleaseStage.of(state),
        publication.event().manifest().sha256(),
        manifest.hardware(),
        manifest.artifacts().stream().map(ArtifactAnswer::of).toList(),
        publication.event().start(),
        publication.event().policyVersion(),
        Optional.of(publication.time()),
        publication.trace().map(TraceParent::traceId),
        state.withdrawal(),
        patchesExpected,
        state.arePatchesComplete(),
        patches.of(state).stream().map(PatchAnswer::of).toList());
  }

  private Answer list(ApiRequest request) {
    Optional<ProductName> product = request.query("product", ProductName::parse);
    PageRequest page = request.page();
    List<ReleaseState> all = new ArrayList<>(view.list());
    all.removeIf(state -> product.isPresent() && !state.release().product().equals(product.get()));
    List<ReleaseState> following =
        all.stream()
            .filter(state -> isAfter(state, page.after()))
            .limit(page.limit() + 1L)
            .toList();
    return Answer.ok(Page.of(following, page.limit(), ReleaseRoutes::key).map(ReleaseSummary::of));
  }

  /// Text that rises as the list goes on.
  private static String key(ReleaseState state) {
    long counter = state.publication().orElseThrow().event().counter();
    return "%s/%012d".formatted(state.release().product(), Manifest.MAX_COUNTER - counter);
  }

  private static boolean isAfter(ReleaseState state, String cursor) {
    return cursor.isEmpty() || key(state).compareTo(cursor) > 0;
  }

  private Answer follow(ApiRequest request) {
    return Answer.events(new ReleaseFeed(view, patches, require(request).release()));
  }

  private Answer withdraw(ApiRequest request) throws IOException {
    ReleaseState state = require(request);
    request.requireProduct(state.release().product());
    String reason = request.body(WithdrawalBody.class).reason().strip();
    if (reason.isEmpty() || reason.length() > MAX_REASON_LENGTH) {
      throw Problem.invalid("reason: expected 1 to " + MAX_REASON_LENGTH + " characters", List.of())
          .asException();
    }
    String by = request.principal().name();
    if (state.isWithdrawn()) {
      return Answer.ok(
          withdrawal(state, ReleaseStage.WITHDRAWN, state.withdrawal().orElse(""), by));
    }
    requireNoFloor(state.release());
    try (var span = traces.start("withdraw release", request.header(TraceParent.NAME))) {
      releases.withdraw(
          state.release(),
          state.publication().orElseThrow().event().counter(),
          reason,
          by,
          TraceParent.find(span.traceParent()));
    }
    return Answer.accepted(withdrawal(state, ReleaseStage.WITHDRAWING, reason, by));
  }

  /// Devices that have to pass through it would stand still.
  private void requireNoFloor(ReleaseId release) {
    List<Version> named = floors.of(release.product());
    if (named.contains(release.version())) {
      throw Problem.conflict("release " + release + ": devices pass through it")
          .with(
              "one that no policy in force names under floor-releases",
              "the policy of %s names %s".formatted(release.product(), named))
          .withAdvice("apply a policy without it first: `sluice policy apply`")
          .asException();
    }
  }

  private static WithdrawalAnswer withdrawal(
      ReleaseState state, ReleaseStage stage, String reason, String by) {
    return new WithdrawalAnswer(
        state.release().product(), state.release().version(), stage, reason, by);
  }

  private ReleaseState require(ApiRequest request) {
    ProductName product = request.path("product", ProductName::parse);
    var release = new ReleaseId(product, request.path("version", Version::parse));
    return view.find(release)
        .orElseThrow(
            () ->
                Problem.notFound("release " + release + ": there is none")
                    .withAdvice("see `sluice release list`")
                    .asException());
  }
}
