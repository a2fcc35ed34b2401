package dev.sluice.notifier.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What editors are told of policies, beside what the reader takes.
class PolicySchemaTest {
  private static final String RING = "rings: [{name: a, selector: {tag: x}, %s}]";

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(PolicySchema.text());

  @Test
  void givenPoliciesThatTheReaderTakes_whenChecked_thenTheSchemaTakesThem() throws IOException {
    for (String policy :
        List.of(
            "{}",
            "{start: manual, on-failure: halt, delta-wait: 90s}",
            "floor-releases: [\"1.4.0\", 2.0.0-rc.1]",
            "rings: [{name: all, selector: {everyone: true}}]",
            "rings: [{name: b, selector: {where: \"tags.site = 'berlin' AND ram >= 512\"}}]",
            "rings: [{name: l, selector: {devices: [a, b]}, waves: [0.5%, 100%]}]",
            "rings: [{name: s, selector: {percentage: {salt: s, share: 2.5%}}}]",
            "rings: [{name: eu, selector: {attribute: {name: region, value: eu}}}]",
            RING.formatted("soak: PT2H, pull-window: 500ms, silent-after: 6h, approval: true"),
            RING.formatted("maintenance: [{from: \"22:30\", to: \"05:00\"}], force-after: 72h"),
            RING.formatted("pace: {devices-per-minute: 1, growth: 10, up-to: 10000000}"),
            RING.formatted("pace: {devices-per-minute: 10000000, growth: 1.5}"),
            RING.formatted("gate: {failed: 0.5%, confidence: 99%, confirmed: 80%, sample: 0}"))) {
      assertThat(PolicyDocument.mistakes(policy)).as(policy).isEmpty();
      assertThat(mistakes(policy)).as(policy).isEmpty();
    }
  }

  @Test
  void givenThePolicyOfTheReadme_whenChecked_thenReaderAndSchemaTakeIt() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String policies = readme.substring(readme.indexOf("## Policies"));
    String example = policies.split("```yaml\n|```", 3)[1];

    assertThat(PolicyDocument.mistakes(example)).isEmpty();
    assertThat(mistakes(example)).isEmpty();
  }

  @Test
  void givenPoliciesThatTheReaderRefuses_whenChecked_thenTheSchemaRefusesThem() throws IOException {
    for (String policy :
        List.of(
            "colour: red",
            "start: soon",
            "delta-wait: ten minutes",
            "floor-releases: 1.4.0",
            "floor-releases: [one, one]",
            "rings: []",
            "rings: [{selector: {everyone: true}}]",
            "rings: [{name: a}]",
            "rings: [{name: a, selector: {}}]",
            "rings: [{name: a, selector: {everyone: false}}]",
            "rings: [{name: a, selector: {everyone: true, tag: x}}]",
            RING.formatted("waves: []"),
            RING.formatted("waves: [half]"),
            RING.formatted("approval: perhaps"),
            RING.formatted("maintenance: [{from: 1am, to: \"05:00\"}]"),
            RING.formatted("pace: {growth: 2}"),
            RING.formatted("pace: {devices-per-minute: 0}"),
            RING.formatted("pace: {devices-per-minute: 10000001}"),
            RING.formatted("pace: {devices-per-minute: 5, growth: 11}"),
            RING.formatted("gate: {sample: -1}"))) {
      assertThat(PolicyDocument.mistakes(policy)).as(policy).isNotEmpty();
      assertThat(mistakes(policy)).as(policy).isNotEmpty();
    }
  }

  private List<String> mistakes(String yaml) throws IOException {
    return schema.validate(new YAMLMapper().readTree(yaml).toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }
}
