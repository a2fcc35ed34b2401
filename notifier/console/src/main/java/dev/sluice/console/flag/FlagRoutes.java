package dev.sluice.console.flag;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.console.device.RingsReaders;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.order.Reasons;
import dev.sluice.console.release.ReleaseRecord;
import dev.sluice.console.release.ReleaseTable;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.command.FlagOrdered;
import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.events.principal.Role;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.release.flags.FlagName;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Feature flags: which are off in which ring, switched off and on again.
///
/// @param queries what was switched
/// @param releases say which flags there are
/// @param readers refuse what devices cannot read
/// @param log takes the orders
public record FlagRoutes(
    FlagQueries queries, ReleaseTable releases, RingsReaders readers, EventLog log)
    implements ApiRoutes {
  private static final String FLAGS = "/flags/{product}";

  /// Most flags that a message names.
  private static final int NAMED = 20;

  /// How far an order for a flag is.
  enum FlagState {
    /// Ordered off; devices cannot read it yet.
    SWITCHING_OFF,
    /// Off.
    OFF,
    /// Ordered on; devices cannot read it yet.
    SWITCHING_ON,
    /// As the release says.
    ON;

    static FlagState of(FlagSwitch flag) {
      if (!flag.off()) {
        return SWITCHING_ON;
      }
      return flag.signed() ? OFF : SWITCHING_OFF;
    }
  }

  /// A flag that was switched.
  ///
  /// @param devices how many devices of the ring say that it is off, as last counted
  /// @param ringDevices how many devices the ring has
  /// @param by who ordered it
  /// @param reason why
  /// @param at since when; absent while its order is on its way
  record FlagAnswer(
      ProductName product,
      String ring,
      FlagName flag,
      FlagState state,
      long devices,
      long ringDevices,
      String by,
      String reason,
      Optional<Instant> at) {
    static FlagAnswer of(ProductName product, FlaggedRing ring, FlaggedRing.Switched switched) {
      FlagSwitch order = switched.order();
      return new FlagAnswer(
          product,
          ring.ring(),
          order.flag(),
          FlagState.of(order),
          switched.devices(),
          ring.devices(),
          order.by(),
          order.reason(),
          Optional.of(order.at()));
    }
  }

  /// The flags of a ring.
  ///
  /// @param devices how many it has, as last counted
  /// @param flags those that can be switched off, by what its releases say
  /// @param switched those that are off, or are being switched
  record RingFlagsAnswer(
      String ring, long devices, List<FlagName> flags, List<FlagAnswer> switched) {}

  /// The rings of a product that is a set of flags; none of another product.
  record FlagsAnswer(ProductName product, List<RingFlagsAnswer> rings) {}

  /// A flag to switch.
  ///
  /// @param off whether to switch it off, or on again
  /// @param reason for the audit log
  /// @param force switches it even if some devices cannot read that flags are off
  record SwitchBody(
      String ring, FlagName flag, boolean off, Optional<String> reason, Optional<Boolean> force) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(FLAGS)
            .summary("Which flags of a product are off in which ring, and how many devices follow")
            .answers(200, FlagsAnswer.class)
            .to(this::list),
        Route.post(FLAGS + "/switches")
            .summary("Switches a flag off for the devices of a ring, or on again")
            .roles(Role.OPERATOR)
            .body(SwitchBody.class)
            .answers(202, FlagAnswer.class)
            .to(this::order));
  }

  private Answer list(ApiRequest request) throws IOException {
    ProductName product = request.path("product", ProductName::parse);
    List<FlaggedRing> rings = queries.flags(product);
    boolean isSet = rings.stream().anyMatch(ring -> isSetOfFlags(ring) || isSwitched(ring));
    return Answer.ok(
        new FlagsAnswer(
            product,
            (isSet ? rings : List.<FlaggedRing>of())
                .stream()
                    .map(
                        ring ->
                            new RingFlagsAnswer(
                                ring.ring(),
                                ring.devices(),
                                List.copyOf(switches(ring)),
                                ring.switched().stream()
                                    .map(one -> FlagAnswer.of(product, ring, one))
                                    .toList()))
                    .toList()));
  }

  private static boolean isSwitched(FlaggedRing ring) {
    return !ring.switched().isEmpty();
  }

  private Answer order(ApiRequest request) throws IOException {
    ProductName product = request.path("product", ProductName::parse);
    request.requireProduct(product);
    var body = request.body(SwitchBody.class);
    String reason = Reasons.require(body.reason());
    FlaggedRing ring = requireRing(product, body.ring());
    Optional<FlaggedRing.Switched> present =
        ring.switched().stream().filter(one -> one.order().flag().equals(body.flag())).findFirst();
    if (present.isEmpty()) {
      requireFlag(product, ring, body.flag());
    }
    boolean isOff = present.filter(one -> one.order().off()).isPresent();
    if (body.off() && !isOff) {
      requireRoom(product, ring);
      if (!body.force().orElse(false)) {
        readers.require(product, RingsDocument.FLAGS_OFF_VERSION);
      }
    }
    String by = request.principal().name();
    log.send(new FlagOrdered(product, ring.ring(), body.flag(), body.off(), by, reason));
    return Answer.accepted(
        present
            .filter(one -> one.order().off() == body.off())
            .map(one -> FlagAnswer.of(product, ring, one))
            .orElseGet(
                () ->
                    new FlagAnswer(
                        product,
                        ring.ring(),
                        body.flag(),
                        body.off()
                            ? FlagState.SWITCHING_OFF
                            : isOff ? FlagState.SWITCHING_ON : FlagState.ON,
                        present.map(FlaggedRing.Switched::devices).orElse(0L),
                        ring.devices(),
                        by,
                        reason,
                        Optional.empty())));
  }

  private FlaggedRing requireRing(ProductName product, String name) throws IOException {
    List<FlaggedRing> rings = queries.flags(product);
    if (rings.stream().noneMatch(ring -> isSetOfFlags(ring) || isSwitched(ring))) {
      throw Problem.conflict("product %s: no flag can be switched".formatted(product))
          .with(
              "a product that is a set of flags, and has a release in its rings",
              rings.isEmpty() ? "no release in any ring" : "releases of another kind")
          .withAdvice("`sluice publish FILE --kind flags` publishes a set of flags")
          .asException();
    }
    return rings.stream()
        .filter(ring -> ring.ring().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.notFound("product %s: no ring \"%s\"".formatted(product, name))
                    .with(
                        "one of "
                            + String.join(", ", rings.stream().map(FlaggedRing::ring).toList()),
                        name)
                    .asException());
  }

  private void requireFlag(ProductName product, FlaggedRing ring, FlagName flag) {
    SortedSet<FlagName> switches = switches(ring);
    if (!switches.contains(flag)) {
      List<String> known = switches.stream().limit(NAMED).map(FlagName::value).toList();
      throw Problem.notFound(
              "product %s, ring %s: no flag \"%s\" that can be switched off"
                  .formatted(product, ring.ring(), flag))
          .with(
              known.isEmpty()
                  ? "a flag that is true or false in a release of the ring"
                  : "one that is true or false in a release of the ring, such as "
                      + String.join(", ", known),
              flag.value())
          .withAdvice("see `sluice flag list --product " + product + "`")
          .asException();
    }
  }

  private static void requireRoom(ProductName product, FlaggedRing ring) {
    if (ring.switched().stream().filter(one -> one.order().off()).count() >= Ring.MAX_FLAGS_OFF) {
      throw Problem.conflict(
              "product %s, ring %s: no more flags can be switched off"
                  .formatted(product, ring.ring()))
          .with("at most " + Ring.MAX_FLAGS_OFF, String.valueOf(ring.switched().size()))
          .withAdvice("publish a release in which they are false, and switch some on again")
          .asException();
    }
  }

  private boolean isSetOfFlags(FlaggedRing ring) {
    return published(ring).stream().anyMatch(release -> release.kind() == Installer.FLAGS);
  }

  private SortedSet<FlagName> switches(FlaggedRing ring) {
    SortedSet<FlagName> switches = new TreeSet<>();
    published(ring).forEach(release -> switches.addAll(release.switches()));
    return switches;
  }

  private List<ArtifactPublished> published(FlaggedRing ring) {
    return ring.releases().stream()
        .flatMap(release -> releases.find(release).stream())
        .flatMap((ReleaseRecord release) -> release.published().stream())
        .map(StampedEvent::event)
        .toList();
  }
}
