package dev.sluice.console;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.events.AuditKind;
import dev.sluice.events.DeviceEnrolled;
import dev.sluice.events.DeviceState;
import dev.sluice.events.OrderRecorded;
import dev.sluice.events.Role;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Devices: shown and enrolled.
record DeviceRoutes(ConsolePorts ports) implements ApiRoutes {
  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/devices")
            .summary("Devices by id")
            .query("prefix", "only those whose id begins with it")
            .answersPage(DeviceAnswer.class)
            .to(this::list),
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
    // What an id may begin with, an id may be.
    Optional<DeviceId> prefix = request.query("prefix", DeviceId::parse);
    return Answer.ok(
        ports
            .devices()
            .list(prefix.map(DeviceId::value).orElse(""), request.page())
            .map(DeviceAnswer::of));
  }

  /// A device that joins.
  ///
  /// @param id who it is
  /// @param epoch higher than the last when the device gets another key
  /// @param publicKey checks the device's confirmations
  /// @param tags what ring selectors look at; tags `product:<name>`, if there are any, say which
  ///     products the device takes
  /// @param attributes what ring selectors look at
  record NewDevice(
      DeviceId id,
      long epoch,
      DevicePublicKey publicKey,
      Optional<List<String>> tags,
      Optional<Map<String, String>> attributes) {
    DeviceEnrolled event() {
      var words = new TreeSet<>(tags.orElse(List.of()));
      return new DeviceEnrolled(
          id, epoch, publicKey, DeviceAttributes.of(words, attributes.orElse(Map.of())));
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
    ports
        .log()
        .send(
            new OrderRecorded(
                AuditKind.DEVICE,
                device.id().value(),
                Optional.empty(),
                Optional.empty(),
                "device enrolled, epoch " + device.epoch(),
                request.principal().name(),
                ""));
    ports.log().send(event);
    return Answer.accepted(device);
  }

  private Answer show(ApiRequest request) throws IOException {
    return Answer.ok(DeviceAnswer.of(require(request)));
  }

  private Answer timeline(ApiRequest request) throws IOException {
    DeviceId id = require(request).device();
    return Answer.ok(TimelineAnswer.of(id, ports.devices().timeline(id)));
  }

  private DeviceState require(ApiRequest request) throws IOException {
    DeviceId id = request.path("id", DeviceId::parse);
    return ports
        .devices()
        .find(id)
        .orElseThrow(() -> Problem.notFound("device " + id + ": there is none").asException());
  }
}
