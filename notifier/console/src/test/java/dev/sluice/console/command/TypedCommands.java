package dev.sluice.console.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.console.InMemoryConsole;
import dev.sluice.program.exit.ProgramException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/// Commands as people type them, against a console in memory; what the latest printed is kept.
///
/// @param console which they speak to
/// @param directory where tokens are written to
public record TypedCommands(
    InMemoryConsole console, Path directory, ByteArrayOutputStream printed, StringBuilder said)
    implements AutoCloseable {
  public static TypedCommands start(Path directory) throws IOException {
    return new TypedCommands(
        InMemoryConsole.start(), directory, new ByteArrayOutputStream(), new StringBuilder());
  }

  /// Runs a command with the token of a role, or another that the console knows.
  ///
  /// @return its exit code
  public int run(String as, Function<PrintStream, Object> command, String... arguments) {
    try {
      Path token = Files.writeString(directory.resolve("token"), "token-of-" + as);
      return runWith(token, command, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same with the token in a file.
  public int runWith(Path token, Function<PrintStream, Object> command, String... arguments) {
    printed.reset();
    said.setLength(0);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", console.uri().toString(), "--token-file", token.toString()));
    var line =
        new CommandLine(command.apply(new PrintStream(printed, true, StandardCharsets.UTF_8)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, _, _) -> tell(failure));
    return line.execute(all.toArray(String[]::new));
  }

  private int tell(Exception failure) throws Exception {
    if (failure instanceof ProgramException expected) {
      said.append(expected.getMessage());
      return expected.exitCode();
    }
    throw failure;
  }

  /// What the latest command printed so far.
  public String out() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /// Why it failed.
  public String err() {
    return said.toString();
  }

  public JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out());
  }

  @Override
  public void close() {
    console.close();
  }
}
