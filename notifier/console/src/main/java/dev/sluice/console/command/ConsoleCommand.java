package dev.sluice.console.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.console.command.session.Session;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.remote.Table;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sluice console`: a way into the console without typing a token.
@Command(
    name = "console",
    description = ConsoleCommand.DESCRIPTION,
    mixinStandardHelpOptions = true)
final class ConsoleCommand implements Callable<Integer> {
  static final String DESCRIPTION =
      "Print a link that opens the console in a browser, logged in; it works once.";

  @Mixin private final Session session = new Session();

  private final PrintStream out;

  ConsoleCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var client = session.client()) {
      var made = ConsoleLink.make(client);
      var json =
          JsonNodeFactory.instance.objectNode().put("link", made.link()).put("ends", made.ends());
      session
          .output()
          .print(out, json, () -> new Table("LINK", "UNTIL").row(made.link(), made.ends()));
    }
    return ExitCode.DONE;
  }
}
