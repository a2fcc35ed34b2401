package dev.sluice.notifier.topology;

import dev.sluice.events.confirmation.SignatureCheck;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks signatures by AWS-LC's machine code, where the machine has it. For one thread.
///
/// It is looked for on the class path and tried before it is trusted, so that a machine for which
/// there is none, or a folder from which nothing may be run, costs speed and nothing else.
final class NativeSignatures implements SignatureCheck {
  private static final Logger LOG = LoggerFactory.getLogger(NativeSignatures.class);
  private static final String PROVIDER = "AmazonCorrettoCryptoProvider";
  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /// What stands before the 32 bytes of a key in its SubjectPublicKeyInfo (RFC 8410).
  private static final byte[] HEAD = hex("302a300506032b6570032100");

  /// The second test of RFC 8032, section 7.1.
  private static final byte[] TEST_KEY =
      hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

  private static final byte[] TEST_MESSAGE = hex("72");
  private static final byte[] TEST_SIGNATURE =
      hex(
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

  private final Signature signature;

  private NativeSignatures(Provider provider) throws GeneralSecurityException {
    this.signature = Signature.getInstance(ALGORITHM, provider);
  }

  /// Makes a check for each thread that asks: by machine code if it is there and passes its test,
  /// else the portable one.
  static Supplier<SignatureCheck> source() {
    Optional<Provider> provider = findProvider();
    return () -> provider.flatMap(NativeSignatures::find).orElse(SignatureCheck.PORTABLE);
  }

  private static Optional<Provider> findProvider() {
    try {
      // Others are not even made: a provider takes long to start.
      return ServiceLoader.load(Provider.class).stream()
          .filter(found -> found.type().getSimpleName().equals(PROVIDER))
          .findFirst()
          .map(ServiceLoader.Provider::get);
    } catch (ServiceConfigurationError | LinkageError e) {
      LOG.atInfo().setCause(e).log("no machine code for signatures; the portable check is used");
      return Optional.empty();
    }
  }

  /// The check by this provider, if it passes its test.
  private static Optional<SignatureCheck> find(Provider provider) {
    try {
      SignatureCheck check = new NativeSignatures(provider);
      if (passesTest(check)) {
        return Optional.of(check);
      }
      LOG.atWarn()
          .addKeyValue("provider", provider.getInfo())
          .log("signature check failed its test; the portable check is used");
    } catch (GeneralSecurityException | LinkageError e) {
      LOG.atInfo().setCause(e).log("no machine code for signatures; the portable check is used");
    }
    return Optional.empty();
  }

  private static boolean passesTest(SignatureCheck check) {
    byte[] another = TEST_SIGNATURE.clone();
    another[0] ^= 1;
    return check.isSigned(TEST_KEY, TEST_MESSAGE, TEST_SIGNATURE)
        && !check.isSigned(TEST_KEY, TEST_MESSAGE, another)
        && !check.isSigned(TEST_KEY, new byte[0], TEST_SIGNATURE);
  }

  @Override
  public boolean isSigned(byte[] publicKey, byte[] message, byte[] signed) {
    if (publicKey.length != KEY_BYTES || signed.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      signature.initVerify(new RawKey(publicKey));
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // So it calls a key or a signature that it cannot read.
      return false;
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /// A key that nobody has looked into: the JDK's would cost a tenth of the check.
  private static final class RawKey implements PublicKey {
    private static final long serialVersionUID = 1;

    private final byte[] encoded;

    RawKey(byte[] publicKey) {
      encoded = Arrays.copyOf(HEAD, HEAD.length + publicKey.length);
      System.arraycopy(publicKey, 0, encoded, HEAD.length, publicKey.length);
    }

    @Override
    public String getAlgorithm() {
      return "EdDSA";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return encoded.clone();
    }
  }
}
