package dev.sluice.program.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// Picocli mixin: `--output table|json`.
public final class OutputOptions {
  @Option(
      names = {"--output", "-o"},
      paramLabel = "FORMAT",
      description = "table or json; default: ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.TABLE;

  /// The chosen form.
  public OutputFormat format() {
    return format;
  }

  /// Whether it is for programs.
  public boolean isJson() {
    return format == OutputFormat.JSON;
  }

  /// Prints one result.
  ///
  /// @param json the whole result
  /// @param table what a person wants to see of it
  public void print(PrintStream out, JsonNode json, Supplier<Table> table) {
    printText(out, json, () -> table.get().print(out));
  }

  /// Prints a list.
  ///
  /// @param items all of it
  /// @param table what a person wants to see of them
  public void printAll(
      PrintStream out, List<JsonNode> items, Function<List<JsonNode>, Table> table) {
    print(out, JsonNodeFactory.instance.arrayNode().addAll(items), () -> table.apply(items));
  }

  /// Prints one result that is no table.
  ///
  /// @param json the whole result
  /// @param text prints what a person wants to see of it
  public void printText(PrintStream out, JsonNode json, Runnable text) {
    switch (format) {
      case TABLE -> text.run();
      case JSON -> out.println(JsonText.pretty(json));
    }
  }
}
