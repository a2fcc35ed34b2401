package dev.sluice.tuf.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.GeneratedJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents of the four roles (TUF 1.0.34 sections 4.3 to 4.6): each mistake is refused by its
/// name, and what is accepted comes back as the bytes that were signed.
class DocumentsTest {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(100_000);
  private static final String HEX = "ab".repeat(32);
  private static final String ROLE = "{\"keyids\":[\"k\"],\"threshold\":1}";
  private static final String HEADER =
      "\"spec_version\":\"1.0.34\",\"version\":3,\"expires\":\"2030-01-01T00:00:00Z\",";

  private static final String ROOT =
      "{\"_type\":\"root\","
          + HEADER
          + "\"consistent_snapshot\":true,\"keys\":{\"k\":{\"keytype\":\"t\",\"scheme\":\"s\",\"keyval\":{}}},"
          + "\"roles\":{\"root\":R,\"targets\":R,\"snapshot\":R,\"timestamp\":R}}"
              .replace("R", ROLE);
  private static final String TIMESTAMP =
      "{\"_type\":\"timestamp\","
          + HEADER
          + "\"meta\":{\"snapshot.json\":{\"version\":7,\"length\":9,\"hashes\":{\"sha256\":\""
          + HEX
          + "\"}}}}";
  private static final String SNAPSHOT =
      "{\"_type\":\"snapshot\","
          + HEADER
          + "\"meta\":{\"targets.json\":{\"version\":7},\"product.a.json\":{\"version\":8}}}";
  private static final String TARGETS =
      "{\"_type\":\"targets\","
          + HEADER
          + "\"targets\":{\"p/a\":{\"length\":0,\"hashes\":{\"sha256\":\""
          + HEX
          + "\"},\"custom\":{\"a\":1}}},\"delegations\":{\"keys\":{},\"roles\":["
          + "{\"name\":\"r\",\"keyids\":[\"k\"],\"threshold\":1,\"terminating\":true,\"paths\":[\"p/*\"]}]}}";

  private static final Map<String, RoleMetadata.Decoder<?>> DECODERS =
      Map.of(
          ROOT, Root::decode,
          TIMESTAMP, Timestamp::decode,
          SNAPSHOT, Snapshot::decode,
          TARGETS, Targets::decode);

  /// A mistake: what of the sound document stands in its way, and what the refusal begins with.
  record Mistake(String name, String document, String from, String to, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Mistake> mistakes() {
    return List.of(
        // 4.3: a document of another role, signed by the right key, is not this role's.
        new Mistake(
            "root as targets", ROOT, "\"root\",", "\"targets\",", "_type: expected \"root\""),
        new Mistake("no type", TIMESTAMP, "_type", "type", "_type: expected a string, got nothing"),
        new Mistake(
            "type in capitals", SNAPSHOT, "\"snapshot\",", "\"Snapshot\",", "_type: expected"),
        new Mistake("specification 2", TARGETS, "1.0.34", "2.0.0", "spec_version: expected"),
        new Mistake("specification 10", TARGETS, "1.0.34", "10.0.0", "spec_version: expected"),
        new Mistake("specification 1", TARGETS, "1.0.34", "1", "spec_version: expected"),
        new Mistake("specification of words", ROOT, "1.0.34", "1.0.x", "spec_version: expected"),
        new Mistake("version 0", ROOT, "\"version\":3", "\"version\":0", "version: expected"),
        new Mistake(
            "version below 0", ROOT, "\"version\":3", "\"version\":-3", "version: expected"),
        new Mistake(
            "version as text", ROOT, "\"version\":3", "\"version\":\"3\"", "version: expected"),
        // Freeze: a moment that two readers take for two moments.
        new Mistake("expiry with an offset", ROOT, "00:00Z", "00:00+01:00", "expires: expected"),
        new Mistake("expiry without zone", ROOT, "00:00Z", "00:00", "expires: expected a moment"),
        new Mistake("expiry with fractions", ROOT, "00:00Z", "00:00.5Z", "expires: expected"),
        new Mistake("expiry without seconds", ROOT, "00:00:00Z", "00:00Z", "expires: expected"),
        new Mistake("expiry on no day", ROOT, "01-01T", "02-30T", "expires: expected a moment"),
        new Mistake(
            "expiry as a number", ROOT, "\"2030-01-01T00:00:00Z\"", "1893456000", "expires"),
        // 4.3 root.
        new Mistake("no threshold", ROOT, ",\"threshold\":1", "", "roles.root.threshold: expected"),
        new Mistake(
            "threshold 0: nobody need sign",
            ROOT,
            "threshold\":1",
            "threshold\":0",
            "roles.root.thr"),
        new Mistake(
            "threshold below 0", ROOT, "threshold\":1", "threshold\":-1", "roles.root.threshold"),
        new Mistake(
            "threshold beyond 32 bits",
            ROOT,
            "threshold\":1",
            "threshold\":2147483648",
            "roles.root.threshold: expected an integer from 1 to 2147483647"),
        new Mistake(
            "key id twice",
            ROOT,
            "[\"k\"]",
            "[\"k\",\"k\"]",
            "roles.root.keyids: expected each key id"),
        new Mistake(
            "key id no text", ROOT, "[\"k\"]", "[1]", "roles.root.keyids[0]: expected a string"),
        new Mistake(
            "no timestamp role", ROOT, "\"timestamp\":{", "\"x\":{", "roles: expected all of"),
        new Mistake(
            "role with a restriction unknown to us",
            ROOT,
            "{\"keyids\"",
            "{\"only\":1,\"keyids\"",
            "roles.root.only: expected no such member"),
        new Mistake(
            "key without scheme", ROOT, "scheme", "schema", "keys.k.scheme: expected a string"),
        new Mistake("key without value", ROOT, "\"keyval\":{}", "\"keyval\":\"\"", "keys.k.keyval"),
        new Mistake(
            "no keys", ROOT, "\"keys\"", "\"key\"", "keys: expected an object, got nothing"),
        new Mistake(
            "snapshots by number", ROOT, "t\":true", "t\":1", "consistent_snapshot: expected"),
        // 4.4 and 4.6: what is said of other files.
        new Mistake("no snapshot", TIMESTAMP, "snapshot.json", "targets.json", "meta.targets.json"),
        new Mistake(
            "more than the snapshot",
            TIMESTAMP,
            "\"meta\":{",
            "\"meta\":{\"x.json\":{\"version\":1},",
            "meta.x.json: expected no such member"),
        new Mistake(
            "file of version 0",
            TIMESTAMP,
            "version\":7",
            "version\":0",
            "meta.snapshot.json.version"),
        new Mistake(
            "file without version",
            SNAPSHOT,
            "version\":7",
            "versions\":7",
            "meta.targets.json.version"),
        new Mistake("file of length 0", TIMESTAMP, "h\":9", "h\":0", "meta.snapshot.json.length"),
        new Mistake("length as text", TIMESTAMP, "h\":9", "h\":\"9\"", "meta.snapshot.json.length"),
        new Mistake(
            "weak digest alone", TIMESTAMP, "sha256", "md5", "meta.snapshot.json.hashes.sha256"),
        new Mistake("digest cut", TIMESTAMP, "abab\"", "ab\"", "meta.snapshot.json.hashes.sha256"),
        new Mistake(
            "digest in capitals",
            TIMESTAMP,
            HEX,
            "AB".repeat(32),
            "meta.snapshot.json.hashes.sha256"),
        new Mistake("file of no role", SNAPSHOT, "a.json", "a.jsn", "meta.product.a.jsn: expected"),
        new Mistake(
            "files as a list", SNAPSHOT, "\"meta\":{", "\"meta\":[],\"x\":{", "meta: expected"),
        // 4.5 targets.
        new Mistake("no length", TARGETS, "\"length\"", "\"size\"", "targets.p/a.length: expected"),
        new Mistake("length below 0", TARGETS, "h\":0", "h\":-1", "targets.p/a.length: expected"),
        new Mistake(
            "no digest", TARGETS, "hashes", "hash", "targets.p/a.hashes: expected an object"),
        new Mistake("only other digests", TARGETS, "sha256", "sha1", "targets.p/a.hashes.sha256"),
        new Mistake(
            "custom no object", TARGETS, "{\"a\":1}", "[1]", "targets.p/a.custom: expected"),
        new Mistake("empty path", TARGETS, "p/a", "", "targets.: expected a target path"),
        new Mistake(
            "no targets", TARGETS, "\"targets\":{", "\"t\":{", "targets: expected an object"),
        new Mistake(
            "neither kind of delegation",
            TARGETS,
            "\"roles\"",
            "\"role\"",
            "delegations.roles: expected"),
        new Mistake(
            "both kinds of delegation",
            TARGETS,
            "\"roles\"",
            "\"succinct_roles\":{},\"roles\"",
            "delegations.roles: expected either these or succinct_roles"),
        new Mistake(
            "delegation to a top-level role",
            TARGETS,
            "\"name\":\"r\"",
            "\"name\":\"timestamp\"",
            "delegations.roles[0].name: expected no top-level role"),
        new Mistake(
            "one role twice",
            TARGETS,
            "\"roles\":[",
            "\"roles\":[{\"name\":\"r\",\"keyids\":[],\"threshold\":1,\"terminating\":false,\"paths\":[]},",
            "delegations.roles: expected each role once"),
        new Mistake(
            "patterns and prefixes",
            TARGETS,
            "\"paths\"",
            "\"path_hash_prefixes\":[],\"paths\"",
            "delegations.roles[0].paths: expected either these or path_hash_prefixes"),
        new Mistake("no paths", TARGETS, ",\"paths\":[\"p/*\"]", "", "delegations.roles[0].paths"),
        new Mistake("pattern no text", TARGETS, "\"p/*\"", "1", "delegations.roles[0].paths[0]"),
        new Mistake(
            "terminating by number",
            TARGETS,
            "g\":true",
            "g\":1",
            "delegations.roles[0].terminating"),
        new Mistake(
            "delegated threshold 0", TARGETS, "d\":1", "d\":0", "delegations.roles[0].threshold"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void givenDocumentWithOneMistake_whenDecoding_thenNamesIt(Mistake mistake) throws Exception {
    assertThat(mistake.document()).contains(mistake.from());
    var decoder = decoderOf(mistake.document());
    assertThat(decoder.decode(parse(mistake.document())).version()).isEqualTo(3);
    var json =
        parse(
            mistake
                .document()
                .replaceFirst(
                    Pattern.quote(mistake.from()), Matcher.quoteReplacement(mistake.to())));

    assertThatThrownBy(() -> decoder.decode(json))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith(mistake.message());
  }

  /// TAP 15: 1 to 32 bits, a prefix that is no top-level role, keys and a threshold.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"keyids\":[],\"threshold\":1,\"bit_length\":0,\"name_prefix\":\"b\"}",
        "{\"keyids\":[],\"threshold\":1,\"bit_length\":33,\"name_prefix\":\"b\"}",
        "{\"keyids\":[],\"threshold\":1,\"bit_length\":\"8\",\"name_prefix\":\"b\"}",
        "{\"keyids\":[],\"threshold\":1,\"bit_length\":8}",
        "{\"keyids\":[],\"threshold\":1,\"name_prefix\":\"b\"}",
        "{\"keyids\":[],\"threshold\":1,\"bit_length\":8,\"name_prefix\":\"targets\"}",
        "{\"keyids\":[],\"threshold\":0,\"bit_length\":8,\"name_prefix\":\"b\"}",
        "{\"threshold\":1,\"bit_length\":8,\"name_prefix\":\"b\"}",
      })
  void givenUnsoundSuccinctRoles_whenDecoding_thenRefuses(String text) throws Exception {
    var json = parse("{\"keys\":{},\"succinct_roles\":" + text + "}");

    assertThatThrownBy(() -> Delegations.decode(json)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void givenUnknownMembers_whenDecodingAndEncoding_thenBytesAreTheSame() throws Exception {
    var json =
        parse(
            """
            {"_type":"targets","spec_version":"1.0.34","version":3,"expires":"2030-01-01T00:00:00Z",
             "x":{"y":1},
             "targets":{"a":{"length":1,"custom":{},"z":2,"hashes":{"sha256":"%s","sha512":"00"}}},
             "delegations":{"w":0,"keys":{"k":{"keytype":"t","scheme":"s","keyval":{"v":1},"u":[]}},
              "roles":[{"name":"r","keyids":["k"],"threshold":1,"terminating":false,
               "path_hash_prefixes":["00"],"t":null}]}}
            """
                .formatted(HEX));

    var targets = Targets.decode(json);

    assertThat(CanonicalJson.encode(targets.toJson())).isEqualTo(CanonicalJson.encode(json));
    assertThat(targets.find("a")).isPresent();
  }

  /// "None" can be said in several ways, and each was signed as it stands.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"keys\":{},\"roles\":[]}",
        "{\"keys\":{},\"roles\":[],\"x\":1}",
        "{\"keys\":{},\"succinct_roles\":{\"bit_length\":8,\"keyids\":[],\"name_prefix\":\"b\","
            + "\"threshold\":1,\"terminating\":false,\"name\":\"n\"}}",
      })
  void givenDelegationsThatSayLittle_whenDecodingAndEncoding_thenBytesAreTheSame(String text)
      throws Exception {
    var json =
        parse("{\"_type\":\"targets\"," + HEADER + "\"targets\":{},\"delegations\":" + text + "}");

    assertThat(CanonicalJson.encode(Targets.decode(json).toJson()))
        .isEqualTo(CanonicalJson.encode(json));
  }

  @Test
  void givenNoDelegations_whenEncoding_thenThereIsNoMember() throws Exception {
    var json = parse("{\"_type\":\"targets\"," + HEADER + "\"targets\":{}}");
    var targets = Targets.decode(json);

    assertThat(targets.delegations()).isEqualTo(Delegations.NONE);
    assertThat(targets.toJson()).isEqualTo(json);
  }

  @Test
  void givenExpiry_whenAskedAtThatVeryMoment_thenHasExpired() throws Exception {
    var root = Root.decode(parse(ROOT));
    var expiry = Instant.parse("2030-01-01T00:00:00Z");

    assertThat(root.isExpiredAt(expiry.minusSeconds(1))).isFalse();
    assertThat(root.isExpiredAt(expiry)).isTrue();
  }

  /// Our own member tells when a timestamp was signed. It is a hint for the clock: whatever stands
  /// there instead is no reason to refuse the document.
  @ParameterizedTest
  @ValueSource(strings = {"{}", "1", "null", "{\"signedAt\":1}", "{\"signedAt\":\"now\"}"})
  void givenSigningTimeInAnotherForm_whenAsked_thenThereIsNone(String text) throws Exception {
    var json = parse(TIMESTAMP.replaceFirst("\\{", "{\"sluice\":" + text + ","));

    assertThat(Timestamp.decode(json).findSigningTime()).isEmpty();
  }

  @Test
  void givenSigningTime_whenWrittenAndRead_thenIsTheSameInWholeSeconds() throws Exception {
    var signedAt = Instant.parse("2026-11-21T01:02:03.9Z");
    var timestamp =
        Timestamp.signedAt(signedAt, Header.of(1, signedAt.plusSeconds(60)), MetaFile.ofVersion(2));

    assertThat(Timestamp.decode(timestamp.toJson()).findSigningTime())
        .contains(Instant.parse("2026-11-21T01:02:03Z"));
  }

  @Test
  void givenRoleThatIsNotTopLevel_whenAskedForItsKeys_thenIsABug() throws Exception {
    var root = Root.decode(parse(ROOT));

    assertThat(root.trusteesOf("timestamp").role().threshold()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> root.trusteesOf("product.a"));
  }

  @Test
  void givenOddRoleNames_whenNamingFiles_thenAreOneSegment() {
    assertThat(MetadataPaths.role("../é", 1)).isEqualTo("metadata/1...%2F%C3%A9.json");
    assertThat(MetadataPaths.fileName("a b\\c%2F\u0000")).isEqualTo("a%20b%5Cc%252F%00.json");
    Property.check(
        "names of files are one segment each, and tell roles apart",
        500,
        seed -> {
          String role = seed.text(12);
          String other = seed.text(12);

          assertThat(MetadataPaths.fileName(role)).matches("[A-Za-z0-9_.~%-]*\\.json");
          assertThat(MetadataPaths.fileName(role).equals(MetadataPaths.fileName(other)))
              .isEqualTo(role.equals(other));
        });
  }

  @Test
  void givenAnyDocument_whenEncodedAndDecoded_thenIsTheSame() {
    check("root documents are read as written", GeneratedMetadata::root, Root::decode);
    check("timestamps are read as written", GeneratedMetadata::timestamp, Timestamp::decode);
    check("snapshots are read as written", GeneratedMetadata::snapshot, Snapshot::decode);
    check("targets are read as written", GeneratedMetadata::targets, Targets::decode);
  }

  private static <T extends RoleMetadata> void check(
      String name, Function<Seeded, T> documents, RoleMetadata.Decoder<T> decoder) {
    Property.check(
        name,
        300,
        seed -> {
          T document = documents.apply(seed);
          byte[] signed = Envelope.signedBytes(document);
          var rewritten = GeneratedJson.shuffled(seed, document.toJson());

          T decoded =
              decoder.decode(StrictJson.parseObject(PlainJson.encodeReadable(rewritten), LIMITS));

          assertThat(decoded).isEqualTo(document);
          assertThat(Envelope.signedBytes(decoded)).isEqualTo(signed);
        });
  }

  @Test
  void givenAnyDocumentThatWasDamaged_whenDecoded_thenIsRefusedOrSignedAsItStands() {
    Property.check(
        "damaged documents are refused, or come back as they are",
        4_000,
        seed -> {
          String document = seed.pick(List.of(ROOT, TIMESTAMP, SNAPSHOT, TARGETS));
          byte[] damaged = Mutations.mutate(seed, document.getBytes(StandardCharsets.UTF_8));

          try {
            var json = StrictJson.parseObject(damaged, LIMITS);
            var decoded = decoderOf(document).decode(json);

            assertThat(Envelope.signedBytes(decoded)).isEqualTo(CanonicalJson.encode(json));
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining(": expected ");
          }
        });
  }

  /// Values that are made, not read: a bug of ours must not get as far as a signature.
  @Test
  void givenUnsoundValues_whenMade_thenIsABug() {
    var header = Header.of(1, Instant.EPOCH);
    assertThatIllegalArgumentException().isThrownBy(() -> Header.of(0, Instant.EPOCH));
    assertThatIllegalArgumentException().isThrownBy(() -> new Header("2.0", 1, Instant.EPOCH));
    assertThatIllegalArgumentException().isThrownBy(() -> MetaFile.ofVersion(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetaFile(1, JsonObject.builder().put("length", 0).build()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetaFile(1, JsonObject.builder().put("length", "x").build()));
    assertThatIllegalArgumentException().isThrownBy(() -> new RoleKeys(List.of("a", "a"), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new RoleKeys(List.of("a"), 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Root(header, true, Map.of(), Map.of(), JsonObject.empty()));
    for (String role : Set.of("root", "timestamp", "snapshot", "targets")) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new DelegatedRole(
                      role,
                      new RoleKeys(List.of(), 1),
                      true,
                      new PathSelection.Patterns(List.of()),
                      JsonObject.empty()));
    }
  }

  private static RoleMetadata.Decoder<?> decoderOf(String document) {
    return Objects.requireNonNull(DECODERS.get(document));
  }

  private static JsonObject parse(String text) throws MalformedJsonException {
    return StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8), LIMITS);
  }
}
