package dev.sluice.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.agent.disk.Durable;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.nio.file.Path;

/// What a device says of itself to be enrolled: the body of `POST /api/v1/devices`, which `sluice
/// device enrol` sends. It holds nothing secret.
final class Identity {
  /// Its name in the agent's data directory.
  static final String FILE = "identity.json";

  private Identity() {}

  /// Writes it, anew at each start.
  ///
  /// @throws CannotStartException if it cannot be written
  static void write(AgentConfig config, DevicePublicKey key) {
    Path file = config.dataDirectory().resolve(FILE);
    ObjectNode identity = JsonMapper.builder().build().createObjectNode();
    identity.put("id", config.deviceId().value());
    identity.put("epoch", config.epoch());
    identity.put("publicKey", key.hex());
    var tags = identity.putArray("tags");
    config.tags().forEach(tags::add);
    var products = identity.putArray("products");
    config.products().forEach(product -> products.add(product.value()));
    var attributes = identity.putObject("attributes");
    config.attributes().forEach(attributes::put);
    try {
      Durable.write(file, JsonMapper.builder().build().writeValueAsBytes(identity));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an identity is plain JSON", e);
    } catch (IOException e) {
      throw new CannotStartException(
          "%s: expected a file that can be written, got %s".formatted(file, e.getMessage()), e);
    }
  }
}
