package dev.sluice.stack.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.agent.link.DeviceKey;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.stack.process.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/// Makes devices part of a fleet.
final class Enrolment {
  private Enrolment() {}

  /// Enrols a device with its tag and the key in its folder, which is made if need be.
  ///
  /// @param notifier an operator's
  static void enrol(ApiClient notifier, Site site, String device, String tag)
      throws IOException, InterruptedException {
    Path key = site.directory().resolve(device).resolve("device.key");
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", device)
            .put("epoch", 1)
            .put("publicKey", DeviceKey.createOrLoad(key).publicKey().toString());
    var _ = body.putArray("tags").add(tag);
    var _ = body.putObject("attributes");
    var _ = notifier.post("/api/v1/devices", body, UUID.randomUUID().toString());
  }
}
