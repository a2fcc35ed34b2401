package dev.sluice.agent.link;

import dev.sluice.events.ByteString;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DevicePublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// The ed25519 key with which a device signs its confirmations.
///
/// Its file holds the 32 bytes of the private key in hexadecimal and is readable by its owner
/// alone.
public final class DeviceKey {
  private static final int HEX_LENGTH = 2 * Ed25519PrivateKeyParameters.KEY_SIZE;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Ed25519PrivateKeyParameters privateKey;

  private DeviceKey(Ed25519PrivateKeyParameters privateKey) {
    this.privateKey = privateKey;
  }

  /// Loads the key, making one on first use.
  ///
  /// @throws IOException if the file cannot be read or written, does not hold a key, or may be read
  ///     by others
  public static DeviceKey createOrLoad(Path file) throws IOException {
    if (!Files.exists(file)) {
      create(file);
    }
    return load(file);
  }

  private static void create(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    var key = new Ed25519PrivateKeyParameters(new SecureRandom());
    Path temporary = Files.createTempFile(directory, ".device", ".key");
    try {
      // Temporary files are made for their owner alone.
      Files.writeString(
          temporary, HexFormat.of().formatHex(key.getEncoded()) + "\n", StandardCharsets.US_ASCII);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static DeviceKey load(Path file) throws IOException {
    requireOwnerOnly(file);
    String hex = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (hex.length() != HEX_LENGTH || !hex.matches("[0-9a-f]+")) {
      throw new IOException(
          "%s: expected %d hexadecimal digits, got %d characters"
              .formatted(file, HEX_LENGTH, hex.length()));
    }
    return new DeviceKey(new Ed25519PrivateKeyParameters(HexFormat.of().parseHex(hex), 0));
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return; // A file system without permissions.
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new IOException(
          "%s: expected permissions rw------- or less, got %s; run chmod 600 on it"
              .formatted(file, PosixFilePermissions.toString(permissions)));
    }
  }

  /// The public half, with which the device is enrolled.
  public DevicePublicKey publicKey() {
    return DevicePublicKey.ofBytes(privateKey.generatePublicKey().getEncoded());
  }

  /// Signs a confirmation.
  public SignedConfirmation sign(Confirmation confirmation) {
    byte[] message = confirmation.signedBytes();
    var signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    return new SignedConfirmation(confirmation, ByteString.of(signer.generateSignature()));
  }
}
