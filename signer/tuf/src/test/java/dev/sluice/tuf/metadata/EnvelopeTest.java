package dev.sluice.tuf.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.fake.FakeKey;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import dev.sluice.tuf.key.PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files and the signatures in them (TUF 1.0.34 sections 4.2 and 5.3.4 to 5.6.3): how signatures
/// are counted decides who can publish (arbitrary software).
class EnvelopeTest {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(100_000);
  private static final FakeKey ONE = FakeKey.of("one");
  private static final FakeKey TWO = FakeKey.of("two");
  private static final Targets DOCUMENT =
      new Targets(
          Header.of(1, Instant.parse("2030-01-01T00:00:00Z")),
          Map.of(),
          Delegations.NONE,
          JsonObject.empty());
  private static final byte[] MESSAGE = Envelope.signedBytes(DOCUMENT);

  record Refused(String name, String file, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Refused> refused() {
    return List.of(
        new Refused("no object", "[]", "the document: expected an object, got an array"),
        new Refused(
            "no document", "{\"signatures\":[]}", "signed: expected an object, got nothing"),
        new Refused(
            "document that is a text",
            "{\"signatures\":[],\"signed\":\"{}\"}",
            "signed: expected an object, got \"{}\""),
        new Refused(
            "no signatures", "{\"signed\":{}}", "signatures: expected an array, got nothing"),
        new Refused(
            "signatures as an object",
            "{\"signatures\":{},\"signed\":{}}",
            "signatures: expected an array"),
        new Refused(
            "signature that is a text",
            "{\"signatures\":[\"00\"],\"signed\":{}}",
            "signatures[0]: expected an object, got a string"),
        new Refused(
            "signature without a key",
            "{\"signatures\":[{\"sig\":\"00\"}],\"signed\":{}}",
            "signatures[0].keyid: expected a string, got nothing"),
        new Refused(
            "key without a signature",
            "{\"signatures\":[{\"keyid\":\"a\"}],\"signed\":{}}",
            "signatures[0].sig: expected a string, got nothing"),
        new Refused(
            "one key id twice",
            "{\"signatures\":[{\"keyid\":\"a\",\"sig\":\"00\"},{\"keyid\":\"a\",\"sig\":\"01\"}],"
                + "\"signed\":{}}",
            "signatures: expected each key id once"),
        new Refused(
            "two documents under one signature",
            "{\"signatures\":[],\"signed\":{},\"signed\":{\"a\":1}}",
            "signed: expected one member of this name, got a duplicate"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void givenUnsoundFile_whenDecoding_thenRefuses(Refused refused) {
    byte[] file = refused.file().getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Envelope.decode(file, LIMITS))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith(refused.message());
  }

  @Test
  void givenFile_whenLongerThanTheLimit_thenRefusesAsEndlessData() throws Exception {
    byte[] file = FakeKey.signAll(DOCUMENT, ONE);

    assertThat(Envelope.decode(file, JsonLimits.ofLength(file.length)).signatures()).hasSize(1);
    assertThatThrownBy(() -> Envelope.decode(file, JsonLimits.ofLength(file.length - 1L)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void givenOneKeyIdTwice_whenMade_thenIsABug() {
    var signature = Signature.of(ONE.id(), ONE.sign(MESSAGE));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Envelope.of(DOCUMENT, List.of(signature, signature)));
  }

  @Test
  void givenFileWrittenByOthers_whenRead_thenTheSignatureHoldsWhateverOrderAndWhiteSpace()
      throws Exception {
    var envelope = Envelope.decode(FakeKey.signAll(DOCUMENT, ONE), LIMITS);
    byte[] readable = PlainJson.encodeReadable(StrictJson.parse(envelope.encode(), LIMITS));

    var read = Envelope.decode(readable, LIMITS);

    assertThat(read).isEqualTo(envelope);
    assertThat(trustees(1, ONE).isSatisfiedBy(read)).isTrue();
  }

  @Test
  void givenThreshold_whenCounting_thenOnlySignaturesOfTheRolesKeysOverThisDocumentCount() {
    var good = Signature.of(ONE.id(), ONE.sign(MESSAGE));
    var ofTwo = Signature.of(TWO.id(), TWO.sign(MESSAGE));
    var stranger = FakeKey.of("stranger");

    assertThat(count(trustees(2, ONE, TWO), good, ofTwo)).isEqualTo(2);
    assertThat(count(trustees(2, ONE, TWO), good)).isEqualTo(1);
    assertThat(count(trustees(1, ONE))).isZero();
    // The key of another role, or of nobody.
    assertThat(count(trustees(1, ONE), ofTwo)).isZero();
    assertThat(count(trustees(1, ONE), Signature.of(stranger.id(), stranger.sign(MESSAGE))))
        .isZero();
    // One key's signature under another's id.
    assertThat(count(trustees(1, ONE, TWO), Signature.of(TWO.id(), ONE.sign(MESSAGE)))).isZero();
    // A signature over another document.
    assertThat(count(trustees(1, ONE), Signature.of(ONE.id(), ONE.sign(new byte[] {1})))).isZero();
  }

  /// Others count by key id, and let one key satisfy any threshold.
  @Test
  void givenOneKeyUnderManyIds_whenCounting_thenCountsOnce() {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    for (String id : List.of("x", "y", "z")) {
      keys.put(id, ONE.publicKey());
    }
    var trustees = new Trustees(new RoleKeys(List.of("x", "y", "z"), 2), keys);
    var signatures = keys.keySet().stream().map(id -> Signature.of(id, ONE.sign(MESSAGE))).toList();

    assertThat(trustees.countSignatures(Envelope.of(DOCUMENT, signatures))).isEqualTo(1);
    assertThat(trustees.isSatisfiedBy(Envelope.of(DOCUMENT, signatures))).isFalse();
    assertThat(trustees.materials()).hasSize(1);
  }

  /// The same bytes as another scheme, or with a member more, are the same key.
  @Test
  void givenOneKeyWrittenTwice_whenCounting_thenCountsOnce() throws Exception {
    var again =
        PublicKey.decode(
            JsonObject.builder().putAll(ONE.publicKey().toJson()).put("x", "other").build());
    var trustees =
        new Trustees(
            new RoleKeys(List.of(ONE.id(), again.keyId()), 2),
            Map.of(ONE.id(), ONE.publicKey(), again.keyId(), again));

    assertThat(again.keyId()).isNotEqualTo(ONE.id());
    assertThat(
            count(
                trustees,
                Signature.of(ONE.id(), ONE.sign(MESSAGE)),
                Signature.of(again.keyId(), ONE.sign(MESSAGE))))
        .isEqualTo(1);
  }

  @Test
  void givenKeyThatTheRoleDoesNotName_whenItSigns_thenCountsNothing() {
    var trustees =
        new Trustees(
            new RoleKeys(List.of(ONE.id(), "gone"), 1),
            Map.of(ONE.id(), ONE.publicKey(), TWO.id(), TWO.publicKey()));

    assertThat(count(trustees, Signature.of(TWO.id(), TWO.sign(MESSAGE)))).isZero();
    assertThat(count(trustees, Signature.of("gone", TWO.sign(MESSAGE)))).isZero();
    assertThat(trustees.materials()).containsExactly(ONE.publicKey().findMaterial().orElseThrow());
  }

  @Test
  void givenTextThatIsNoSignature_whenCounting_thenCountsNothing() {
    String hex = Signature.of(ONE.id(), ONE.sign(MESSAGE)).hex();
    for (String text :
        List.of("", "0", "zz", hex.substring(2), hex + "00", " " + hex, hex.repeat(2))) {
      assertThat(count(trustees(1, ONE), new Signature(ONE.id(), text, JsonObject.empty())))
          .as(text)
          .isZero();
    }
    // Hexadecimal digits are digits in either case, as everywhere in the field.
    assertThat(
            count(
                trustees(1, ONE),
                new Signature(ONE.id(), hex.toUpperCase(Locale.ROOT), JsonObject.empty())))
        .isEqualTo(1);
  }

  /// Whatever is changed in a file on its way: it is refused, too few signatures are left, or the
  /// document is the one that was signed.
  @Test
  void givenFileWithOneByteChanged_whenChecked_thenIsRefusedOrTheSame() throws Exception {
    byte[] file = FakeKey.signAll(DOCUMENT, ONE);
    var seed = new Seeded(4);
    for (int i = 0; i < file.length; i++) {
      byte[] changed = file.clone();
      changed[i] ^= (byte) (1 << seed.nextInt(8));
      try {
        var envelope = Envelope.decode(changed, LIMITS);
        if (trustees(1, ONE).isSatisfiedBy(envelope)) {
          assertThat(envelope.signedBytes()).as("byte %d", i).isEqualTo(MESSAGE);
        }
      } catch (MalformedJsonException e) {
        assertThat(e).hasMessageContaining(": expected ");
      }
    }
  }

  @Test
  void givenAnyEnvelope_whenEncodedAndDecoded_thenIsTheSameAndAllSignaturesHold() {
    Property.check(
        "envelopes are read as they were written",
        200,
        seed -> {
          var envelope = GeneratedMetadata.envelope(seed, GeneratedMetadata.targets(seed));

          var decoded = Envelope.decode(envelope.encode(), LIMITS);

          assertThat(decoded).isEqualTo(envelope);
          assertThat(decoded.signedBytes()).isEqualTo(CanonicalJson.encode(envelope.signed()));
          assertThat(
                  trustees(3, FakeKey.of("a"), FakeKey.of("b"), FakeKey.of("c"))
                      .countSignatures(decoded))
              .isEqualTo(3);
        });
  }

  private static int count(Trustees trustees, Signature... signatures) {
    return trustees.countSignatures(Envelope.of(DOCUMENT, List.of(signatures)));
  }

  private static Trustees trustees(long threshold, FakeKey... keys) {
    Map<String, PublicKey> byId = new LinkedHashMap<>();
    Arrays.stream(keys).forEach(key -> byId.put(key.id(), key.publicKey()));
    return new Trustees(new RoleKeys(List.copyOf(byId.keySet()), threshold), byId);
  }
}
