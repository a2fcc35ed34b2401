package dev.sluice.program.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
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

  /// Prints one result.
  ///
  /// @param json the whole result
  /// @param table what a person wants to see of it
  public void print(PrintStream out, JsonNode json, Supplier<Table> table) {
    switch (format) {
      case TABLE -> table.get().print(out);
      case JSON -> out.println(json.toPrettyString());
    }
  }
}
