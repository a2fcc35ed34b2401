package dev.sluice.program.config;

import dev.sluice.program.config.Given.Fields;
import dev.sluice.program.config.Given.Items;
import dev.sluice.program.config.Given.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays single values over what is given, each at its place; lists are merged by index.
final class Overlay {
  private Overlay() {}

  /// One step down: the name of a key, or the index of a list's item.
  sealed interface Step {
    /// Into a key.
    record Name(String name) implements Step {}

    /// Into a list.
    record Index(int index) implements Step {}
  }

  /// @throws IllegalArgumentException if what is below has another form, or an index leaves a gap
  static Fields put(Fields below, List<Step> path, Text value) {
    return (Fields) at(below, path, value);
  }

  private static Given at(@Nullable Given below, List<Step> path, Text value) {
    if (path.isEmpty()) {
      return value;
    }
    var rest = path.subList(1, path.size());
    return switch (path.getFirst()) {
      case Step.Name(var name) -> named(below, name, rest, value);
      case Step.Index(var index) -> indexed(below, index, rest, value);
    };
  }

  private static Given named(@Nullable Given below, String name, List<Step> rest, Text value) {
    if (below != null && !(below instanceof Fields)) {
      throw new IllegalArgumentException("%s gives no keys here".formatted(below.origin()));
    }
    var fields =
        new LinkedHashMap<String, Given>(below instanceof Fields given ? given.fields() : Map.of());
    fields.put(name, at(fields.get(name), rest, value));
    return below == null
        ? new Fields(fields, value.layer(), value.origin())
        : new Fields(fields, below.layer(), below.origin());
  }

  private static Given indexed(@Nullable Given below, int index, List<Step> rest, Text value) {
    if (below != null && !(below instanceof Items)) {
      throw new IllegalArgumentException("%s gives no list here".formatted(below.origin()));
    }
    var items = new ArrayList<Given>(below instanceof Items given ? given.items() : List.of());
    if (index > items.size()) {
      throw new IllegalArgumentException(
          "expected index %d next, got %d".formatted(items.size(), index));
    }
    if (index == items.size()) {
      items.add(at(null, rest, value));
    } else {
      items.set(index, at(items.get(index), rest, value));
    }
    return below == null
        ? new Items(items, value.layer(), value.origin())
        : new Items(items, below.layer(), below.origin());
  }
}
