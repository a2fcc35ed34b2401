package dev.sluice.stack.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The dashboard and the alert rules, as files.
public final class Watching {
  /// Grafana puts them in.
  private static final Pattern VARIABLE = Pattern.compile("\\$(__)?[a-z_]+");

  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
  private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("[a-z_:][a-z0-9_:]*(?!\\w*\\s*\\()");
  private static final Pattern OPERATOR = Pattern.compile("and|or|unless|bool|offset|by|without");

  private static final Path FOLDER = Path.of("..", "deploy");

  private Watching() {}

  /// The dashboard.
  public static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("grafana/sluice.json").toFile());
  }

  /// Where the alert rules are.
  public static Path alertFile() {
    return FOLDER.resolve("prometheus/alerts.yaml");
  }

  /// The alert rules.
  public static List<JsonNode> alerts() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group :
        new ObjectMapper(new YAMLFactory()).readTree(alertFile().toFile()).path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  /// Every expression of both, Grafana's variables put in.
  public static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>();
    for (JsonNode expression : dashboard().findValues("expr")) {
      all.add(VARIABLE.matcher(expression.asText()).replaceAll("x"));
    }
    alerts().forEach(rule -> all.add(rule.path("expr").asText()));
    return all;
  }

  /// The metrics that an expression names.
  public static SortedSet<String> metrics(String expression) {
    String bare = TEXT.matcher(expression).replaceAll("");
    bare = GROUPING.matcher(LABELS.matcher(bare).replaceAll("")).replaceAll("");
    var names = new TreeSet<String>();
    NAME.matcher(bare)
        .results()
        .map(found -> found.group())
        .filter(name -> name.length() > 1 && !OPERATOR.matcher(name).matches())
        .filter(name -> name.contains("_"))
        .forEach(names::add);
    return names;
  }

  /// Every metric that dashboard and alerts name.
  public static SortedSet<String> metrics() throws IOException {
    var names = new TreeSet<String>();
    for (String expression : expressions()) {
      names.addAll(metrics(expression));
    }
    return names;
  }
}
