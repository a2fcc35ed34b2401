package dev.sluice.simulation.fleet;

import dev.sluice.events.ByteString;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// The key of a simulated device; it follows from the device's id.
record DeviceKey(Ed25519PrivateKeyParameters privateKey) {
  static DeviceKey of(DeviceId device) {
    var seed = Digest.sha256(device.value().getBytes(StandardCharsets.UTF_8)).bytes();
    return new DeviceKey(new Ed25519PrivateKeyParameters(seed, 0));
  }

  DevicePublicKey publicKey() {
    return DevicePublicKey.ofBytes(privateKey.generatePublicKey().getEncoded());
  }

  SignedConfirmation sign(Confirmation confirmation) {
    var message = confirmation.signedBytes();
    var signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    return new SignedConfirmation(confirmation, ByteString.of(signer.generateSignature()));
  }
}
