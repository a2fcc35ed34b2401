package dev.sluice.notifier;

import dev.sluice.events.ByteString;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// A device with a key that follows from its id.
public final class TestDevice {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private final DeviceId id;
  private final Ed25519PrivateKeyParameters key;

  /// A device that is not enrolled.
  public TestDevice(String id) {
    this.id = new DeviceId(id);
    byte[] secret = Digest.sha256(id.getBytes(StandardCharsets.UTF_8)).bytes();
    this.key = new Ed25519PrivateKeyParameters(secret, 0);
  }

  /// Its name.
  public DeviceId id() {
    return id;
  }

  /// Its enrolment under epoch 1.
  public DeviceEnrolled enrolment(String... tags) {
    return new DeviceEnrolled(
        id,
        1,
        DevicePublicKey.ofBytes(key.generatePublicKey().getEncoded()),
        DeviceAttributes.of(Set.of(tags), Map.of()));
  }

  /// A genuine confirmation for the release of this counter.
  public SignedConfirmation confirm(long counter, Outcome outcome, int afterSeconds) {
    return confirm(release(counter), counter, outcome, afterSeconds);
  }

  /// A genuine confirmation for a release.
  public SignedConfirmation confirm(
      ReleaseId release, long counter, Outcome outcome, int afterSeconds) {
    return sign(confirmation(id, release, counter, outcome, afterSeconds));
  }

  /// A confirmation in the name of another device.
  public SignedConfirmation forge(DeviceId victim, long counter) {
    return sign(confirmation(victim, release(counter), counter, Outcome.INSTALLED, 1));
  }

  private static ReleaseId release(long counter) {
    return ReleaseId.parse("gateway/1." + counter);
  }

  private static Confirmation confirmation(
      DeviceId device, ReleaseId release, long counter, Outcome outcome, int afterSeconds) {
    return new Confirmation(
        device,
        1,
        release,
        counter,
        new RolloutId(release.product(), counter),
        Digest.sha256(new byte[] {1}),
        outcome,
        OutcomeReason.none(),
        AT.plusSeconds(afterSeconds));
  }

  private SignedConfirmation sign(Confirmation confirmation) {
    var signer = new Ed25519Signer();
    signer.init(true, key);
    byte[] bytes = confirmation.signedBytes();
    signer.update(bytes, 0, bytes.length);
    return new SignedConfirmation(confirmation, ByteString.of(signer.generateSignature()));
  }
}
