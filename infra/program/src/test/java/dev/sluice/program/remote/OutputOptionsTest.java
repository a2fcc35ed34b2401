package dev.sluice.program.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OutputOptionsTest {
  /// One character of each kind that a terminal obeys: `U+009B` begins a command as `ESC [` does.
  private static final String TRICK = "ä\u0080\u009b31m\u007f\u2028\u202e\u001b日本";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private static OutputOptions chosen(String... arguments) {
    var options = new OutputOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return options;
  }

  private String out() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void givenTextThatATerminalObeys_whenPrintedAsJson_thenEscapedAndTheSameToPrograms()
      throws Exception {
    JsonNode json = JsonNodeFactory.instance.objectNode().put(TRICK, TRICK);

    chosen("-o", "json").print(out, json, () -> new Table("A"));

    assertThat(out())
        .contains("ä\\u0080\\u009B31m\\u007F\\u2028\\u202E\\u001B日本")
        .doesNotContain("\u0080", "\u009b", "\u007f", "\u2028", "\u202e", "\u001b");
    assertThat(new ObjectMapper().readTree(out())).isEqualTo(json);
    assertThat(new ObjectMapper().readTree(JsonText.line(json))).isEqualTo(json);
    assertThat(JsonText.line(json).lines()).hasSize(1);
  }

  @Test
  void givenList_whenPrinted_thenAnArrayOrTheTable() throws Exception {
    List<JsonNode> items = List.of(JsonNodeFactory.instance.objectNode().put("a", 1));

    chosen("-o", "json").printAll(out, items, _ -> new Table("A"));
    assertThat(new ObjectMapper().readTree(out())).hasSize(1);
    printed.reset();
    chosen().printAll(out, items, all -> new Table("A").row(all.size()));

    assertThat(out().lines()).containsExactly("A", "1");
  }
}
