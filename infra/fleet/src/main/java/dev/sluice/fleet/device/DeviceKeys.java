package dev.sluice.fleet.device;

import dev.sluice.events.ByteString;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The Ed25519 keys of numbered devices, all of which follow from one seed: nothing is stored but
/// the public ones, 32 bytes each.
///
/// For any number of threads, as long as each device's [#make(int)] comes before others sign in its
/// name.
public final class DeviceKeys {
  private final long seed;
  private final byte[] publicKeys;

  /// @param seed equal seeds give equal keys
  /// @param devices how many, numbered from 0
  public DeviceKeys(long seed, int devices) {
    this.seed = seed;
    this.publicKeys = new byte[Math.multiplyExact(devices, Ed25519.PUBLIC_KEY_SIZE)];
  }

  /// Makes the key of a device.
  ///
  /// @return its public key
  public DevicePublicKey make(int device) {
    Ed25519.generatePublicKey(secret(device), 0, publicKeys, device * Ed25519.PUBLIC_KEY_SIZE);
    return publicKey(device);
  }

  /// The public key of a device whose key was made.
  public DevicePublicKey publicKey(int device) {
    int at = device * Ed25519.PUBLIC_KEY_SIZE;
    return DevicePublicKey.ofBytes(
        Arrays.copyOfRange(publicKeys, at, at + Ed25519.PUBLIC_KEY_SIZE));
  }

  /// A confirmation with its device's signature.
  ///
  /// @param device whose key was made
  public SignedConfirmation sign(int device, Confirmation confirmation) {
    byte[] message = confirmation.signedBytes();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(
        secret(device),
        0,
        publicKeys,
        device * Ed25519.PUBLIC_KEY_SIZE,
        message,
        0,
        message.length,
        signature,
        0);
    return new SignedConfirmation(confirmation, ByteString.of(signature));
  }

  private byte[] secret(int device) {
    byte[] text = ("light device " + seed + ' ' + device).getBytes(StandardCharsets.UTF_8);
    return Digest.sha256(text).bytes();
  }
}
