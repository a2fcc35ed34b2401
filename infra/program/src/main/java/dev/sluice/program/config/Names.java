package dev.sluice.program.config;

import dev.sluice.program.config.Overlay.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the key that an environment variable or a flag means.
final class Names {
  private static final Pattern INDEX = Pattern.compile("([0-9]{1,4})(?:_(.+))?");
  private static final Pattern PART = Pattern.compile("([^.\\[\\]]+)((?:\\[[0-9]{1,4}])*)");
  private static final Pattern BRACKET = Pattern.compile("\\[([0-9]+)]");

  /// Behind a secret's key: the file that holds it.
  static final String FILE = "-file";

  private Names() {}

  /// The name of a program's environment variables up to the key.
  static String prefix(String program) {
    return "SLUICE_" + upper(program) + "_";
  }

  /// `max-age` is `MAX_AGE`.
  static String upper(String key) {
    return key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  /// Checks that no two keys share an environment variable: `http-port` and `port` below `http`
  /// would.
  ///
  /// @throws IllegalStateException if two do: a bug of the record
  static void requireDistinct(Shape.Section section) {
    var seen = new HashMap<String, String>();
    names(section, "", seen);
  }

  private static void names(Shape shape, String path, Map<String, String> seen) {
    switch (shape) {
      case Shape.Section section ->
          section
              .keys()
              .forEach(
                  key -> names(key, path.isEmpty() ? key.name() : path + "." + key.name(), seen));
      case Shape.Many many -> names(many.item(), path + ".0", seen);
      case Shape.Named named -> names(named.item(), path + ".name", seen);
      case Shape.Single _ -> take(path, seen);
    }
  }

  private static void names(Shape.Key key, String path, Map<String, String> seen) {
    names(key.shape(), path, seen);
    if (key.isSecret()) {
      take(path + FILE, seen);
    }
  }

  private static void take(String path, Map<String, String> seen) {
    var other = seen.putIfAbsent(upper(path), path);
    if (other != null) {
      throw new IllegalStateException(
          "%s and %s share the environment variable …%s".formatted(other, path, upper(path)));
    }
  }

  /// The place that a variable's name means, without the prefix; empty if none.
  static Optional<List<Step>> find(Shape shape, String name) {
    return switch (shape) {
      case Shape.Section section -> inSection(section, name);
      case Shape.Many many -> inList(many, name);
      case Shape.Named named when named.item() instanceof Shape.Single ->
          Optional.of(List.of(new Step.Name(name.toLowerCase(Locale.ROOT).replace('_', '-'))));
      case Shape.Named _, Shape.Single _ -> Optional.empty();
    };
  }

  private static Optional<List<Step>> inSection(Shape.Section section, String name) {
    for (var key : section.keys()) {
      var upper = upper(key.name());
      if (key.shape() instanceof Shape.Single) {
        if (name.equals(upper)) {
          return Optional.of(List.of(new Step.Name(key.name())));
        }
        if (key.isSecret() && name.equals(upper(key.name() + FILE))) {
          return Optional.of(List.of(new Step.Name(key.name() + FILE)));
        }
      } else if (name.startsWith(upper + "_")) {
        var below = find(key.shape(), name.substring(upper.length() + 1));
        if (below.isPresent()) {
          return below.map(rest -> join(new Step.Name(key.name()), rest));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<List<Step>> inList(Shape.Many many, String name) {
    var form = INDEX.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    var index = new Step.Index(Integer.parseInt(form.group(1)));
    if (form.group(2) == null) {
      return many.item() instanceof Shape.Single ? Optional.of(List.of(index)) : Optional.empty();
    }
    return find(many.item(), form.group(2)).map(rest -> join(index, rest));
  }

  private static List<Step> join(Step first, List<Step> rest) {
    var steps = new ArrayList<Step>();
    steps.add(first);
    steps.addAll(rest);
    return List.copyOf(steps);
  }

  /// The place that `kafka.servers[0]` means.
  ///
  /// @throws IllegalArgumentException if it has no such form
  static List<Step> steps(String key) {
    var steps = new ArrayList<Step>();
    for (var part : key.split("\\.", -1)) {
      var form = PART.matcher(part);
      if (!form.matches()) {
        throw new IllegalArgumentException(
            "expected a key like http.port or kafka.servers[0], got '%s'".formatted(key));
      }
      steps.add(new Step.Name(form.group(1)));
      BRACKET
          .matcher(form.group(2))
          .results()
          .forEach(found -> steps.add(new Step.Index(Integer.parseInt(found.group(1)))));
    }
    return List.copyOf(steps);
  }
}
