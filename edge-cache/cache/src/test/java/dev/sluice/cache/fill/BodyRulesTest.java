package dev.sluice.cache.fill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Row by row of the table of [BodyRules].
class BodyRulesTest {
  private static final String PAGE = "<!doctype html><title>log in</title>";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String JSON = "application/json";
  private static final String BYTES = ObjectFacts.UNKNOWN_TYPE;
  private static final int ALL = -1;

  private enum Case {
    NAMED(named("patches/%s", "x"), 0, "x", ALL, BYTES, false),
    NAMED_PAGE(named("targets/docs/%s.index", PAGE), 0, PAGE, ALL, HTML, false),
    NAMED_OTHER(named("patches/%s", "x"), 0, PAGE, ALL, BYTES, true),
    NAMED_EMPTY(named("patches/%s", "x"), 0, "", ALL, BYTES, true),
    PART(named("targets/a/%s.bin", "x"), 1, "anything", 5_000, BYTES, false),
    PART_OF_PAGE(named("targets/a/%s.index.html", "x"), 1, PAGE, 5_000, HTML, false),
    PART_PORTAL(named("targets/a/%s.bin", "x"), 1, PAGE, 5_000, HTML, true),
    ROOT("metadata/2.root.json", 0, document("root", 2), ALL, JSON, false),
    ROOT_AS_PAGE("metadata/2.root.json", 0, document("root", 2), ALL, HTML, false),
    ROOT_PORTAL("metadata/2.root.json", 0, PAGE, ALL, HTML, true),
    ROOT_PORTAL_LYING("metadata/2.root.json", 0, PAGE, ALL, JSON, true),
    ROOT_EMPTY("metadata/2.root.json", 0, "", ALL, JSON, true),
    ROOT_CUT("metadata/2.root.json", 0, "{\"signatures\":[],", ALL, JSON, true),
    ROOT_OTHER_VERSION("metadata/2.root.json", 0, document("root", 3), ALL, JSON, true),
    ROOT_OTHER_TYPE("metadata/2.root.json", 0, document("targets", 2), ALL, JSON, true),
    ROOT_OTHER_JSON("metadata/2.root.json", 0, "{\"error\":\"login\"}", ALL, JSON, true),
    ROOT_NUMBER_TOO_LONG(
        "metadata/2.root.json", 0, "{\"signed\":" + "9".repeat(99) + "}", ALL, JSON, true),
    DELEGATED("metadata/9.product.a.json", 0, document("targets", 9), ALL, JSON, false),
    DELEGATED_OTHER("metadata/9.product.a.json", 0, document("root", 9), ALL, JSON, true),
    LONG_FIRST("metadata/9.targets.json", 0, " \n{\"signatures\"", 5_000, JSON, false),
    LONG_FURTHER("metadata/9.targets.json", 1, "anything", 5_000, JSON, false),
    LONG_PORTAL("metadata/9.targets.json", 0, PAGE, 5_000, JSON, true),
    LONG_FURTHER_PORTAL("metadata/9.targets.json", 1, "anything", 5_000, HTML, true),
    TIMESTAMP("metadata/timestamp.json", 0, document("timestamp", 70), ALL, JSON, false),
    TIMESTAMP_PORTAL("metadata/timestamp.json", 0, PAGE, ALL, HTML, true),
    TIMESTAMP_PART("metadata/timestamp.json", 0, "{", 5_000, JSON, true);

    private final String path;
    private final long slice;
    private final String body;
    private final int length;
    private final String type;
    private final boolean isRefused;

    Case(String path, long slice, String body, int length, String type, boolean isRefused) {
      this.path = path;
      this.slice = slice;
      this.body = body;
      this.length = length;
      this.type = type;
      this.isRefused = isRefused;
    }

    SliceKey key() {
      return new SliceKey(ObjectPath.of(path).orElseThrow(), slice);
    }

    ObjectFacts facts() {
      int bodyLength = body.length();
      return new ObjectFacts(length == ALL ? bodyLength : length, bodyLength, type, Duration.ZERO);
    }

    private static String named(String path, String content) {
      return path.formatted(Digest.sha256(content.getBytes(UTF_8)).hex());
    }

    private static String document(String type, long version) {
      return new String(MetadataFile.of(type, version), UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenBodyThatArrives_whenJudged_thenOnlyWhatCanBeMeantPasses(Case given) {
    byte[] body = given.body.getBytes(UTF_8);

    Optional<String> objection =
        BodyRules.objection(given.key(), given.facts(), Digest.sha256(body), new CameBytes(body));

    assertThat(objection.isPresent()).isEqualTo(given.isRefused);
    objection.ifPresent(text -> assertThat(text).startsWith(given.path + " must "));
  }
}
