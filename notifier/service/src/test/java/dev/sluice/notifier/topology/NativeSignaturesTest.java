package dev.sluice.notifier.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.events.confirmation.SignatureCheck;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeSignaturesTest {
  private static final int KEYS = 50;
  private static final long SEED = 8032;

  private final SignatureCheck check = NativeSignatures.source().get();
  private final Random random = new Random(SEED);

  @Test
  void givenLinuxOfUsualKind_whenLookingForMachineCode_thenItIsThere() {
    String machine = System.getProperty("os.arch");
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && (machine.equals("amd64") || machine.equals("aarch64")));

    assertThat(check).isNotSameAs(SignatureCheck.PORTABLE);
  }

  @Test
  void givenSignatures_whenOneBitOfAnythingIsAnother_thenBothChecksRefuse()
      throws GeneralSecurityException {
    for (int i = 0; i < KEYS; i++) {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] key = last32(pair.getPublic().getEncoded());
      byte[] message = new byte[1 + random.nextInt(500)];
      random.nextBytes(message);
      byte[] signature = sign(pair, message);

      assertBoth(key, message, signature, true);
      assertBoth(key, message, flipped(signature), false);
      assertBoth(key, flipped(message), signature, false);
      assertBoth(flipped(key), message, signature, false);
    }
  }

  @Test
  void givenSignatureWithGreaterScalar_whenChecked_thenBothRefuse()
      throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] message = {1};
    byte[] signature = sign(pair, message);
    // Above the order of the group: would make a second signature of every first.
    signature[signature.length - 1] |= (byte) 0xe0;

    assertBoth(last32(pair.getPublic().getEncoded()), message, signature, false);
  }

  @Test
  void givenOtherLengths_whenChecked_thenNoSignature() {
    assertBoth(new byte[31], new byte[1], new byte[64], false);
    assertBoth(new byte[32], new byte[1], new byte[63], false);
    assertBoth(new byte[32], new byte[1], new byte[0], false);
  }

  private void assertBoth(byte[] key, byte[] message, byte[] signature, boolean expected) {
    assertThat(check.isSigned(key, message, signature)).isEqualTo(expected);
    assertThat(SignatureCheck.PORTABLE.isSigned(key, message, signature)).isEqualTo(expected);
  }

  private byte[] flipped(byte[] bytes) {
    byte[] other = bytes.clone();
    other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return other;
  }

  private static byte[] sign(KeyPair pair, byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(message);
    return signature.sign();
  }

  private static byte[] last32(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }
}
