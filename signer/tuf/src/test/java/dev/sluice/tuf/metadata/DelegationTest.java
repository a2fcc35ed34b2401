package dev.sluice.tuf.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelegationTest {
  @ParameterizedTest
  @CsvSource({
    "products/a/*/*, products/a/1/x, true",
    "products/a/*/*, products/a/1/2/x, false",
    "products/a/*/*, products/b/1/x, false",
    "products/a/*/*, products/a/1, false",
    "*, x, true",
    "*, a/b, false",
    "*.tgz, foo.tgz, true",
    "*.tgz, foo.tgz2, false",
    "foo-?.tgz, foo-1.tgz, true",
    "foo-?.tgz, foo-.tgz, false",
    "a?b, a/b, false",
    "a*b*c, aXbYbZc, true",
    "a*b*c/d, abcc/d, true",
    "a*b*c/d, abc/abc/d, false",
    "**, abc, true",
    "a, a, true",
    "a, ab, false",
  })
  void givenPattern_whenMatching_thenStarStopsAtSlash(
      String pattern, String path, boolean expected) {
    assertThat(PathPattern.matches(pattern, path)).isEqualTo(expected);
  }

  @Test
  void givenHostilePattern_whenMatching_thenEndsSoon() {
    String pattern = "*a".repeat(2_000) + "b";

    assertThat(PathPattern.matches(pattern, "a".repeat(4_000))).isFalse();
  }

  @Test
  void givenSuccinctBins_whenAskingForARole_thenTakesTheFirstBitsOfTheHash() throws Exception {
    var json = parse("{\"keyids\":[],\"threshold\":1,\"bit_length\":9,\"name_prefix\":\"bin\"}");
    var role = DelegatedRole.decodeSuccinct(json);
    int first9 =
        Integer.parseInt(
                Digest.sha256("x".getBytes(StandardCharsets.UTF_8)).hex().substring(0, 4), 16)
            >>> 7;

    assertThat(role.findRoleFor("x")).contains("bin-" + String.format("%03x", first9));
    assertThat(role.toJson()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"keyids\":[\"a\",\"a\"],\"name\":\"r\",\"paths\":[],"
            + "\"terminating\":true,\"threshold\":1}",
        "{\"keyids\":[],\"name\":\"r\",\"paths\":[],\"terminating\":true,\"threshold\":0}",
        "{\"keyids\":[],\"name\":\"r\",\"paths\":[],\"terminating\":1,\"threshold\":1}",
        "{\"keyids\":[],\"name\":\"root\",\"paths\":[],\"terminating\":true,\"threshold\":1}",
        "{\"keyids\":[],\"name\":\"r\",\"terminating\":true,\"threshold\":1}",
        "{\"keyids\":[],\"name\":\"r\",\"paths\":[],\"path_hash_prefixes\":[],"
            + "\"terminating\":true,\"threshold\":1}",
      })
  void givenUnsoundDelegation_whenDecoding_thenRefuses(String text) throws Exception {
    var json = parse(text);

    assertThatThrownBy(() -> DelegatedRole.decode(json)).isInstanceOf(MalformedJsonException.class);
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
                .formatted("ab".repeat(32)));

    var targets = Targets.decode(json);

    assertThat(CanonicalJson.encode(targets.toJson())).isEqualTo(CanonicalJson.encode(json));
    assertThat(targets.find("a")).isPresent();
  }

  @Test
  void givenOddRoleNames_whenNamingFiles_thenAreOneSegment() {
    assertThat(MetadataPaths.role("../é", 1)).isEqualTo("metadata/1...%2F%C3%A9.json");
    assertThat(MetadataPaths.target("a/b/c", Digest.parse("0".repeat(64))))
        .isEqualTo("targets/a/b/" + "0".repeat(64) + ".c");
    assertThat(MetadataPaths.target("c", Digest.parse("0".repeat(64))))
        .isEqualTo("targets/" + "0".repeat(64) + ".c");
    assertThat(List.of(MetadataPaths.root(2), MetadataPaths.snapshot(3)))
        .containsExactly("metadata/2.root.json", "metadata/3.snapshot.json");
  }

  private static JsonObject parse(String text) throws MalformedJsonException {
    return StrictJson.parseObject(
        text.getBytes(StandardCharsets.UTF_8), JsonLimits.ofLength(10_000));
  }
}
