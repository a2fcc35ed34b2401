package dev.sluice.console;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.events.device.DeviceId;
import java.io.IOException;
import java.util.List;

/// Devices: shown.
record DeviceRoutes(ConsolePorts ports) implements ApiRoutes {
  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/devices")
            .summary("Devices by id")
            .answersPage(DeviceAnswer.class)
            .to(request -> Answer.ok(ports.devices().list(request.page()).map(DeviceAnswer::of))),
        Route.get("/devices/{id}")
            .summary("One device")
            .answers(200, DeviceAnswer.class)
            .to(this::show));
  }

  private Answer show(ApiRequest request) throws IOException {
    DeviceId id = request.path("id", DeviceId::parse);
    return ports
        .devices()
        .find(id)
        .map(device -> Answer.ok(DeviceAnswer.of(device)))
        .orElseThrow(() -> Problem.notFound("device " + id + ": there is none").asException());
  }
}
