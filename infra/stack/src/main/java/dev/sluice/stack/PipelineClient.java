package dev.sluice.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.console.command.ConsoleLink;
import dev.sluice.events.command.Order;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.Context;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.client.PublishClient;
import dev.sluice.publisher.store.ScannedFile;
import dev.sluice.publisher.store.UploadProgress;
import dev.sluice.release.Installer;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// One pipeline through its APIs, as a person's commands see it.
///
/// Waiting is always bounded. For one thread.
public final class PipelineClient implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final ApiClient publisher;
  private final ApiClient notifier;
  private final PublishClient uploads;

  /// @param context names both APIs and holds a token
  public PipelineClient(Context context) {
    publisher = new ApiClient(require(context.publisher(), "publisher"), context.token());
    notifier = new ApiClient(require(context.notifier(), "notifier"), context.token());
    uploads = new PublishClient(publisher, RetryPolicy.STANDARD);
  }

  private static URI require(Optional<URI> address, String api) {
    return address.orElseThrow(() -> new IllegalArgumentException("no address of the " + api));
  }

  /// Publishes one file, for any hardware, under the product's policy.
  ///
  /// @return the release's counter
  /// @throws dev.sluice.program.exit.ProgramException if it is refused
  public long publish(ReleaseId release, Path file) throws IOException, InterruptedException {
    return publish(release, file, Installer.FILE);
  }

  /// Publishes one file of a kind, likewise.
  ///
  /// @return the release's counter
  /// @throws dev.sluice.program.exit.ProgramException if it is refused
  public long publish(ReleaseId release, Path file, Installer kind)
      throws IOException, InterruptedException {
    ScannedFile scanned = ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    uploads.upload(release, file, scanned, UploadProgress.NONE);
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("product", release.product().value())
            .put("version", release.version().value());
    var _ =
        body.putArray("artifacts")
            .addObject()
            .put("name", String.valueOf(file.getFileName()))
            .put("lengthBytes", scanned.lengthBytes())
            .put("sha256", scanned.digest().hex())
            .put("installer", kind.jsonName());
    return uploads.publish(body).path("counter").asLong();
  }

  /// Applies a policy, a YAML document, to the releases of a product that are published from now
  /// on.
  ///
  /// @param product a product's name
  public void applyPolicy(String product, String yaml) throws InterruptedException {
    String path = "/api/v1/policies/" + ApiClient.segment(product) + "?reason=start";
    var _ = notifier.put(path, "application/yaml", yaml);
  }

  /// Whether a policy was applied under this name.
  public boolean hasPolicy(String product) throws InterruptedException {
    return notifier.find("/api/v1/policies/" + ApiClient.segment(product)).isPresent();
  }

  /// One rollout as it stands.
  public Optional<RolloutSnapshot> rollout(RolloutId id) throws InterruptedException {
    return notifier.find("/api/v1/rollouts/" + id).map(RolloutJson::decode);
  }

  /// Orders something.
  public void order(RolloutId id, Order order, String reason) throws InterruptedException {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("order", order.name().toLowerCase(Locale.ROOT))
            .put("reason", reason);
    var _ = notifier.post("/api/v1/rollouts/" + id + "/orders", body, UUID.randomUUID().toString());
  }

  /// A release with its patches, as the API shows it.
  public Optional<JsonNode> release(ReleaseId release) throws InterruptedException {
    return publisher.find(
        "/api/v1/releases/%s/%s"
            .formatted(release.product(), ApiClient.segment(release.version().value())));
  }

  /// Makes a device part of the fleet.
  ///
  /// @param device as the API's document says
  public void enrol(ObjectNode device) throws InterruptedException {
    var _ = notifier.post("/api/v1/devices", device, UUID.randomUUID().toString());
  }

  /// The highest counter that a device runs, by the inventory; empty if it is not known.
  public Optional<Long> runningCounter(DeviceId device) throws InterruptedException {
    return notifier
        .find("/api/v1/devices/" + device)
        .map(
            known -> {
              long highest = 0;
              for (JsonNode running : known.path("running")) {
                highest = Math.max(highest, running.path("counter").asLong());
              }
              return highest;
            });
  }

  /// The console's address with a code that logs the caller in, once and within minutes.
  public String consoleLink() throws InterruptedException {
    return ConsoleLink.make(notifier).link();
  }

  /// Waits until a rollout differs from what the caller has seen of it.
  ///
  /// @return whether it did within the limit
  public boolean awaitChangeOf(RolloutId id, Optional<RolloutSnapshot> seen, Duration limit) {
    return await(client -> !client.rollout(id).equals(seen), limit);
  }

  /// Waits until the condition holds; an API that does not answer for a moment is asked again.
  ///
  /// @return whether it held within the limit
  public boolean await(Condition condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!holds(condition)) {
        if (System.nanoTime() >= end) {
          return false;
        }
        Thread.sleep(LOOK_AGAIN);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds(this);
    } catch (UnreachableException e) {
      return false;
    }
  }

  /// What is waited for.
  @FunctionalInterface
  public interface Condition {
    /// Whether it holds now.
    boolean holds(PipelineClient client) throws InterruptedException;
  }

  @Override
  public void close() {
    uploads.close();
    publisher.close();
    notifier.close();
  }
}
