package dev.sluice.rollout.device;

import dev.sluice.events.ByteString;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// A device with a key that follows from its id.
final class TestDevice {
  private final DeviceId id;
  private final Ed25519PrivateKeyParameters key;

  TestDevice(String id) {
    this.id = new DeviceId(id);
    byte[] secret = Digest.sha256(id.getBytes(StandardCharsets.UTF_8)).bytes();
    this.key = new Ed25519PrivateKeyParameters(secret, 0);
  }

  DeviceId id() {
    return id;
  }

  DevicePublicKey publicKey() {
    return DevicePublicKey.ofBytes(key.generatePublicKey().getEncoded());
  }

  DeviceEnrolled enrolment(long epoch, DeviceAttributes attributes) {
    return new DeviceEnrolled(id, epoch, publicKey(), attributes);
  }

  SignedConfirmation sign(Confirmation confirmation) {
    var signer = new Ed25519Signer();
    signer.init(true, key);
    byte[] bytes = confirmation.signedBytes();
    signer.update(bytes, 0, bytes.length);
    return new SignedConfirmation(confirmation, ByteString.of(signer.generateSignature()));
  }
}
