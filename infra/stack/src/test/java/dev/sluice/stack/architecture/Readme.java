package dev.sluice.stack.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a Markdown page claims: names in backticks, its module table, its guarantees.
///
/// @param lines the page without its fenced code, which shows commands and output rather than names
record Readme(List<String> lines) {
  private static final Pattern BACKTICKED = Pattern.compile("`([^`]+)`");
  private static final Pattern TYPE =
      Pattern.compile("([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:[.#(].*)?");
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w*(?:Test|IT)");

  /// A row of the module table.
  record Row(String path, String layer) {}

  Readme {
    lines = List.copyOf(lines);
  }

  static Readme parse(String page) {
    var kept = new ArrayList<String>();
    boolean fenced = false;
    for (var line : page.lines().toList()) {
      if (line.strip().startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced) {
        kept.add(line);
      }
    }
    return new Readme(kept);
  }

  /// Everything in backticks.
  Set<String> quoted() {
    var quoted = new TreeSet<String>();
    for (var line : lines) {
      BACKTICKED.matcher(line).results().forEach(found -> quoted.add(found.group(1)));
    }
    return quoted;
  }

  /// The types that it names, tests among them: words in CamelCase, alone or with a member behind
  /// them.
  Set<String> types() {
    var types = new TreeSet<String>();
    for (var word : quoted()) {
      var type = TYPE.matcher(word);
      if (type.matches()) {
        types.add(type.group(1));
      }
    }
    return types;
  }

  /// The paths that it names: anything quoted that begins with one of our folders.
  Set<String> paths(Set<String> folders) {
    var paths = new TreeSet<String>();
    for (var word : quoted()) {
      var path = word.split(" ", 2)[0];
      var slash = path.indexOf('/');
      if (slash > 0 && folders.contains(path.substring(0, slash))) {
        paths.add(path);
      }
    }
    return paths;
  }

  /// The module table: the one that begins `| folder | module | layer | holds |`.
  ///
  /// An empty folder means that of the row above; rows for folders without a module end in a slash
  /// and are left out.
  List<Row> moduleTable() {
    var rows = new ArrayList<Row>();
    var folder = "";
    boolean inside = false;
    for (var line : lines) {
      var cells = cells(line);
      if (cells.size() < 4) {
        inside = false;
      } else if (cells.subList(0, 4).equals(List.of("folder", "module", "layer", "holds"))) {
        inside = true;
      } else if (inside && !cells.getFirst().startsWith("-")) {
        folder = cells.get(0).isEmpty() ? folder : cells.get(0).replace("/", "");
        if (!cells.get(1).endsWith("/")) {
          rows.add(new Row(folder + "/" + cells.get(1), cells.get(2)));
        }
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    if (!line.strip().startsWith("|")) {
      return List.of();
    }
    var inner = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
    return List.of(inner.split("\\|", -1)).stream()
        .map(cell -> cell.replace("`", "").strip())
        .toList();
  }

  /// The guarantees: each list item or table row of that section, continuation lines joined.
  List<String> guarantees() {
    var items = new ArrayList<String>();
    for (var line : section("guarantees")) {
      var text = line.strip();
      if (text.matches("([-*]|\\d+\\.) .*") || isRow(text)) {
        items.add(text);
      } else if (!text.isEmpty() && !items.isEmpty() && line.startsWith(" ")) {
        items.set(items.size() - 1, items.getLast() + " " + text);
      }
    }
    return items;
  }

  private static boolean isRow(String text) {
    return text.startsWith("|")
        && !text.matches("\\|[-| :]+")
        && !text.toLowerCase(Locale.ROOT).startsWith("| guarantee");
  }

  private List<String> section(String title) {
    var start = heading(title, 0);
    if (start.isEmpty()) {
      return List.of();
    }
    int depth = depth(lines.get(start.get()));
    int end = start.get() + 1;
    while (end < lines.size() && (depth(lines.get(end)) == 0 || depth(lines.get(end)) > depth)) {
      end++;
    }
    return lines.subList(start.get() + 1, end);
  }

  private Optional<Integer> heading(String title, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (depth(lines.get(i)) > 0
          && lines.get(i).toLowerCase(Locale.ROOT).replaceFirst("#+ +", "").startsWith(title)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static int depth(String line) {
    int depth = 0;
    while (depth < line.length() && line.charAt(depth) == '#') {
      depth++;
    }
    return depth;
  }

  /// The tests that a guarantee names.
  static List<String> testsIn(String guarantee) {
    return BACKTICKED
        .matcher(guarantee)
        .results()
        .map(found -> found.group(1).replaceFirst("[.#].*", ""))
        .filter(word -> TEST.matcher(word).matches())
        .toList();
  }
}
