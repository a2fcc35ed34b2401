package dev.sluice.console.device;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Page;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.console.order.EventLog;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.condition.Name;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.principal.Role;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Devices: shown and enrolled.
///
/// @param devices as they are
/// @param log takes the orders
public record DeviceRoutes(DeviceQueries devices, EventLog log) implements ApiRoutes {
  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/devices")
            .summary("Devices by id")
            .query("prefix", "only those whose id begins with it")
            .query("product", "only those that run this product")
            .query("version", "only those that run this version")
            .query("ring", "only those in this ring; empty for those in none")
            .query("hardware", "only those of this hardware; empty for those that name none")
            .query("where", "only those of which this condition is true")
            .answersPage(DeviceAnswer.class)
            .to(this::list),
        Route.get("/fleet/versions")
            .summary("Which versions the fleet runs, by ring and hardware")
            .answers(200, SpreadAnswer.class)
            .to(_ -> Answer.ok(SpreadAnswer.of(devices.spread()))),
        Route.post("/devices")
            .summary("Makes a device part of the fleet, or changes what is known of it")
            .roles(Role.OPERATOR)
            .body(NewDevice.class)
            .answers(202, NewDevice.class)
            .to(this::enrol),
        Route.get("/devices/{id}")
            .summary("One device")
            .answers(200, DeviceAnswer.class)
            .to(this::show),
        Route.get("/devices/{id}/timeline")
            .summary("The latest steps of a device's updates, the oldest first")
            .answers(200, TimelineAnswer.class)
            .to(this::timeline));
  }

  private Answer list(ApiRequest request) throws IOException {
    var filter =
        new DeviceFilter(
            // What an id may begin with, an id may be.
            request.query("prefix", DeviceId::parse).map(DeviceId::value).orElse(""),
            request.query("product", ProductName::parse),
            request.query("version", Version::parse),
            request.query("ring"),
            request.query("hardware"),
            request.query("where", DeviceRoutes::condition));
    Page<DeviceState> page =
        filter.isOnlyPrefix()
            ? devices.list(filter.prefix(), request.page())
            : devices.search(filter, request.page());
    return Answer.ok(page.map(DeviceAnswer::of));
  }

  /// What the fleet runs.
  ///
  /// @param countedAt absent while it is counted for the first time: ask again in a second
  /// @param devices how many there are
  /// @param idle how many run nothing yet
  /// @param groups devices that have all of it in common
  /// @param left devices of groups that are too small to be listed
  record SpreadAnswer(
      Optional<Instant> countedAt,
      long devices,
      long idle,
      List<FleetSpread.Group> groups,
      long left) {
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the port has it
    static SpreadAnswer of(Optional<FleetSpread> spread) {
      return spread
          .map(
              known ->
                  new SpreadAnswer(
                      Optional.of(known.countedAt()),
                      known.devices(),
                      known.idle(),
                      known.groups(),
                      known.left()))
          .orElseGet(() -> new SpreadAnswer(Optional.empty(), 0, 0, List.of(), 0));
    }
  }

  /// A list has no product of its own.
  private static Condition condition(String text) {
    Condition condition = Condition.parse(text);
    if (condition.names().anyMatch(Name.OwnVersion.class::isInstance)) {
      throw new IllegalArgumentException(
          "condition: expected running.PRODUCT, which says of which product, got version");
    }
    return condition;
  }

  /// A device that joins.
  ///
  /// @param id who it is
  /// @param epoch higher than the last when the device gets another key
  /// @param publicKey checks the device's confirmations
  /// @param tags what ring selectors look at
  /// @param attributes what ring selectors look at
  /// @param products which the device takes, as its agent will report; without it tags
  ///     `product:<name>` say so, or what it is seen to run
  record NewDevice(
      DeviceId id,
      long epoch,
      DevicePublicKey publicKey,
      Optional<List<String>> tags,
      Optional<Map<String, String>> attributes,
      Optional<List<ProductName>> products) {
    DeviceEnrolled event() {
      var words = new TreeSet<>(tags.orElse(List.of()));
      return new DeviceEnrolled(
          id,
          epoch,
          publicKey,
          DeviceAttributes.of(words, attributes.orElse(Map.of())),
          new TreeSet<>(products.orElse(List.of())));
    }
  }

  private Answer enrol(ApiRequest request) throws IOException {
    NewDevice device = request.body(NewDevice.class);
    DeviceEnrolled event;
    try {
      event = device.event();
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
              "device " + device.id() + ": expected words as tags and attributes",
              List.of(String.valueOf(e.getMessage())))
          .asException();
    }
    // First: what is ordered is in the audit log even if the order then does not arrive.
    log.send(
        new OrderRecorded(
            AuditKind.DEVICE,
            device.id().value(),
            Optional.empty(),
            Optional.empty(),
            "device enrolled, epoch " + device.epoch(),
            request.principal().name(),
            ""));
    log.send(event);
    return Answer.accepted(device);
  }

  private Answer show(ApiRequest request) throws IOException {
    return Answer.ok(DeviceAnswer.of(require(request)));
  }

  private Answer timeline(ApiRequest request) throws IOException {
    DeviceId id = require(request).device();
    return Answer.ok(TimelineAnswer.of(id, devices.timeline(id)));
  }

  private DeviceState require(ApiRequest request) throws IOException {
    DeviceId id = request.path("id", DeviceId::parse);
    return devices
        .find(id)
        .orElseThrow(
            () ->
                Problem.notFound("device " + id + ": there is none")
                    .withAdvice("see `sluice device list`; `sluice device enrol` adds one")
                    .asException());
  }
}
