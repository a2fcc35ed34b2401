package dev.sluice.publisher.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs the publisher's commands for tests of other packages.
public final class PublisherLines {
  private PublisherLines() {}

  /// What a command returned and printed.
  public record Said(int exitCode, String text) {}

  /// Runs `publish`, or a command of `release`, with nothing but a URL and a token.
  public static Said run(String command, URI uri, Path tokenFile, String... arguments) {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Object object =
        switch (command) {
          case "publish" -> new PublishCommand(out);
          case "release" -> new ReleaseCommand(out);
          default -> throw new IllegalArgumentException(command);
        };
    var said = new StringWriter();
    List<String> words = new ArrayList<>(Arrays.asList(arguments));
    words.addAll(List.of("--url", uri.toString(), "--token-file", tokenFile.toString()));
    int exitCode = CommandLines.of(object, said).execute(words.toArray(String[]::new));
    return new Said(exitCode, printed.toString(StandardCharsets.UTF_8) + said);
  }
}
