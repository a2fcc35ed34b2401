package dev.sluice.tuf.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublicKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  /// RFC 8032 section 7.1, test 2.
  private static final String RFC_KEY =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

  private static final String RFC_SIGNATURE =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

  @Test
  void givenEd25519Vector_whenVerifying_thenOnlyTheRightSignaturePasses() {
    var key = PublicKey.ed25519(hex(RFC_KEY));
    byte[] signature = hex(RFC_SIGNATURE);

    assertThat(key.verify(hex("72"), signature)).isTrue();
    assertThat(key.verify(hex("73"), signature)).isFalse();
    signature[0]++;
    assertThat(key.verify(hex("72"), signature)).isFalse();
    assertThat(key.verify(hex("72"), new byte[0])).isFalse();
  }

  @Test
  void givenEcdsaKey_whenVerifying_thenAcceptsWhatTheJdkSigned() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    var signer = Signature.getInstance("SHA256withECDSA");

    var key = PublicKey.ofPem("ecdsa", SignatureScheme.ECDSA_P256, pem(pair.getPublic()));

    assertSigns(signer, pair, key);
  }

  @Test
  void givenRsaKey_whenVerifying_thenAcceptsWhatTheJdkSigned() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    var signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));

    var key = PublicKey.ofPem("rsa", SignatureScheme.RSA_PSS_SHA256, pem(pair.getPublic()));

    assertSigns(signer, pair, key);
  }

  @Test
  void givenUnusableKeys_whenVerifying_thenNothingPassesAndNothingIsThrown() throws Exception {
    var smallOrder = "01" + "00".repeat(31);
    for (String value : List.of("", "zz", "00", smallOrder, "ff".repeat(32))) {
      var key = PublicKey.decode(json("ed25519", "ed25519", value));
      assertThat(key.verify(MESSAGE, new byte[64])).isFalse();
      assertThat(key.findMaterial()).isEmpty();
    }
    for (String value :
        List.of("", RFC_KEY, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")) {
      assertThat(PublicKey.decode(json("rsa", "rsassa-pss-sha256", value)).findMaterial())
          .isEmpty();
      assertThat(PublicKey.decode(json("ecdsa", "ecdsa-sha2-nistp256", value)).findMaterial())
          .isEmpty();
    }
    assertThat(PublicKey.decode(json("ml-dsa", "ml-dsa-65/1", "x")).findMaterial()).isEmpty();
    assertThat(PublicKey.decode(json("rsa", "ed25519", RFC_KEY)).findMaterial()).isEmpty();
  }

  /// Endless work: whether a modulus is one takes seconds to find out where it is very long.
  @Test
  void givenRsaKeyLongerThanAnybodyUses_whenRead_thenIsOfNoUse() throws Exception {
    assertThat(rsa(2_048).findMaterial()).isPresent();
    assertThat(rsa(1_024).findMaterial()).isEmpty();
    assertThat(rsa(16_384).findMaterial()).isEmpty();
  }

  /// A key whose modulus is no product of small primes, which would be noticed at once.
  private static PublicKey rsa(int bits) throws GeneralSecurityException {
    BigInteger modulus = BigInteger.ONE.setBit(bits - 1);
    while (hasSmallFactor(modulus)) {
      modulus = modulus.add(BigInteger.TWO);
    }
    var spec = new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4);
    var key = KeyFactory.getInstance("RSA").generatePublic(spec);
    return PublicKey.ofPem("rsa", SignatureScheme.RSA_PSS_SHA256, pem(key));
  }

  private static boolean hasSmallFactor(BigInteger number) {
    return IntStream.range(3, 1_000)
        .anyMatch(divisor -> number.mod(BigInteger.valueOf(divisor)).signum() == 0);
  }

  @Test
  void givenOneKeyWrittenTwice_whenComparingMaterial_thenIsTheSame() throws Exception {
    var lower = PublicKey.decode(json("ed25519", "ed25519", RFC_KEY));
    var upper = PublicKey.decode(json("ed25519", "ed25519", RFC_KEY.toUpperCase(Locale.ROOT)));

    assertThat(lower).isNotEqualTo(upper);
    assertThat(lower.findMaterial()).isEqualTo(upper.findMaterial()).isPresent();
  }

  @Test
  void givenKeyOfAnotherRepository_whenNaming_thenGivesTheIdThatSecuresystemslibGives()
      throws Exception {
    var json =
        JsonObject.builder()
            .put("keyid_hash_algorithms", JsonArray.ofStrings(List.of("sha256", "sha512")))
            .put("keytype", "ed25519")
            .put("scheme", "ed25519")
            .put(
                "keyval",
                JsonObject.builder()
                    .put(
                        "public",
                        "edcd0a32a07dce33f7c7873aaffbff36d20ea30787574ead335eefd337e4dacd")
                    .build())
            .build();

    assertThat(PublicKey.decode(json).keyId())
        .isEqualTo("59a4df8af818e9ed7abe0764c0b47b4240952aa0d179b5b78346c470ac30278d");
  }

  private static void assertSigns(Signature signer, KeyPair pair, PublicKey key)
      throws GeneralSecurityException {
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    assertThat(key.verify(MESSAGE, signature)).isTrue();
    assertThat(key.verify(new byte[1], signature)).isFalse();
    assertThat(key.verify(MESSAGE, new byte[3])).isFalse();
    assertThat(key.findMaterial()).isPresent();
  }

  private static JsonObject json(String keyType, String scheme, String value) {
    return JsonObject.builder()
        .put("keytype", keyType)
        .put("scheme", scheme)
        .put("keyval", JsonObject.builder().put("public", value).build())
        .build();
  }

  private static String pem(java.security.PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
