package dev.sluice.bench.rollout;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rings.Selector;
import dev.sluice.fleet.device.DeviceKeys;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Numbered devices: the first hundredth has the tag `canary`, the next tenth `early`.
///
/// @param keys one for each device
/// @param count how many there are
record Devices(DeviceKeys keys, int count) {
  static final ProductName PRODUCT = new ProductName("bench");

  /// The release of the stages that are measured by themselves.
  static final long COUNTED = 7;

  private static final String PREFIX = "device-";
  private static final long SEED = 10;
  private static final Digest ARTIFACT = Digest.sha256("artifact".getBytes(StandardCharsets.UTF_8));

  static Devices of(int count) {
    return new Devices(new DeviceKeys(SEED, count), count);
  }

  /// The numbers of the devices of each ring, in the order of the rings.
  List<IntStream> rings() {
    int canary = count / 100;
    int early = canary + count / 10;
    return List.of(
        IntStream.range(0, canary), IntStream.range(canary, early), IntStream.range(early, count));
  }

  static DeviceId id(int device) {
    return new DeviceId(PREFIX + String.format(Locale.ROOT, "%07d", device));
  }

  static ReleaseId release(long counter) {
    return ReleaseId.parse(PRODUCT + "/1." + counter);
  }

  /// The enrolment of a device, which also makes its key.
  DeviceEnrolled enrolment(int device) {
    return new DeviceEnrolled(id(device), 1, keys.make(device), attributes(device));
  }

  private DeviceAttributes attributes(int device) {
    return DeviceAttributes.of(
        Set.of(tag(device)), Map.of("hardware", "gateway-" + device % 3, "region", "eu"));
  }

  private String tag(int device) {
    if (device < count / 100) {
      return "canary";
    }
    return device < count / 100 + count / 10 ? "early" : "broad";
  }

  /// The same by the device's id.
  DeviceRecord record(String id) {
    return record(Integer.parseInt(id.substring(PREFIX.length())));
  }

  /// What the notifier keeps of a device that has enrolled.
  DeviceRecord record(int device) {
    var state =
        new DeviceState(
            id(device), 1, keys.publicKey(device), attributes(device), List.of(), Instant.EPOCH);
    return new DeviceRecord(state, new TreeMap<>());
  }

  /// The confirmation of a device whose key was made.
  SignedConfirmation confirmation(int device, long counter, Instant at) {
    return keys.sign(
        device,
        new Confirmation(
            id(device),
            1,
            release(counter),
            counter,
            new RolloutId(PRODUCT, counter),
            ARTIFACT,
            Outcome.INSTALLED,
            OutcomeReason.none(),
            at));
  }

  /// A rings document that admits every device to release [#COUNTED].
  static RingsDocument document() {
    ReleaseId release = Devices.release(COUNTED);
    var next =
        new NextRelease(
            new ReleaseRef(release, COUNTED, Digest.sha256(new byte[] {1})),
            new RolloutId(release.product(), COUNTED),
            1_000_000,
            Instant.EPOCH,
            Duration.ZERO,
            NextState.ADMITTING,
            false);
    return new RingsDocument(
        release.product(),
        1,
        List.of(
            Ring.of("canary", new Selector.Tag("canary")).withNext(next),
            Ring.of("early", new Selector.Tag("early")).withNext(next),
            Ring.of("broad", new Selector.Everyone()).withNext(next)));
  }
}
