package dev.sluice.stack.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard and the alert rules by their own rules; `FiveProgramsIT` compares them with what
/// programs serve.
class DashboardTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @Test
  void givenDashboard_whenRead_thenPanelsHaveIdsOfTheirOwnAndSayWhatTheyShow() throws Exception {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode panel : Watching.dashboard().path("panels")) {
      ids.add(panel.path("id").asInt());
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("description").asText()).as("%s", panel.path("title")).isNotBlank();
        assertThat(panel.path("targets")).as("%s", panel.path("title")).isNotEmpty();
      }
    }
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(20).doesNotContain(0);
  }

  @Test
  void givenAlerts_whenRead_thenEachHasNameSeverityAndRunbook() throws Exception {
    assertThat(Watching.alerts())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            rule -> {
              assertThat(rule.path("labels").path("severity").asText()).isIn("page", "ticket");
              assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
              assertThat(rule.path("annotations").path("runbook").asText()).isNotBlank();
            });
    assertThat(Watching.alerts().stream().map(rule -> rule.path("alert").asText()))
        .doesNotHaveDuplicates();
  }

  @Test
  void givenExpressions_whenLookedAt_thenBracketsCloseAndEachNamesAMetric() throws Exception {
    assertThat(Watching.metrics("sum by (a, b_c) (rate(x_total{y=\"z_w\"}[5m])) > 0 and v_w == 1"))
        .containsExactly("v_w", "x_total");
    for (String expression : Watching.expressions()) {
      assertThat(Watching.metrics(expression)).as(expression).isNotEmpty();
      assertThat(depth(expression)).as(expression).isZero();
    }
  }

  private static int depth(String expression) {
    int depth = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      assertThat(depth).as(expression).isNotNegative();
    }
    return depth;
  }

  @Test
  void givenPromtool_whenRulesAndPanelsAreChecked_thenItParsesThemAll(@TempDir Path directory)
      throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed (Debian: prometheus)");
    var rules = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
    List<String> expressions = Watching.expressions();
    for (int i = 0; i < expressions.size(); i++) {
      rules.append("      - record: panel:").append(i).append("\n        expr: '");
      rules.append(expressions.get(i).replace("'", "''")).append("'\n");
    }
    Path panels = Files.writeString(directory.resolve("panels.yaml"), rules);

    Path said = directory.resolve("said.txt");
    check(Watching.alertFile(), said);
    check(panels, said);
  }

  private static void check(Path rules, Path said) throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), "check", "rules", rules.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean hasEnded = promtool.waitFor(30, TimeUnit.SECONDS);
    var _ = promtool.destroyForcibly();
    assertThat(hasEnded).isTrue();
    assertThat(promtool.exitValue()).as(Files.readString(said)).isZero();
  }
}
