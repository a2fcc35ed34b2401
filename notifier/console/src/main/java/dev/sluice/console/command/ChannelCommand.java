package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;
import static dev.sluice.console.command.session.Texts.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.console.command.session.Session;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `sluice channel …`: whom the notifier tells outside of Sluice.
@Command(
    name = "channel",
    description = ChannelCommand.DESCRIPTION,
    mixinStandardHelpOptions = true)
final class ChannelCommand {
  static final String DESCRIPTION = "List the external channels and try them.";

  private static final String CHANNELS = "/api/v1/channels";
  private static final int LIST_LIMIT = 1_000;

  private final PrintStream out;

  ChannelCommand(PrintStream out) {
    this.out = out;
  }

  @Command(
      name = "list",
      description = "Show the channels, how they stand and what they sent.",
      mixinStandardHelpOptions = true)
  int list(@Mixin Session session) throws InterruptedException {
    try (var client = session.client()) {
      List<JsonNode> channels = client.list(CHANNELS, LIST_LIMIT);
      session.output().printAll(out, channels, ChannelCommand::table);
    }
    return ExitCode.DONE;
  }

  private static Table table(List<JsonNode> channels) {
    var table =
        new Table(
            "NAME", "KIND", "RECEIVER", "EVENTS", "STATE", "SENT", "DEAD", "WAITING SINCE", "WHY");
    for (JsonNode channel : channels) {
      table.row(
          text(channel, "name"),
          text(channel, "kind"),
          text(channel, "receiver"),
          words(channel, "events"),
          text(channel, "state"),
          text(channel, "sentEvents"),
          text(channel, "deadLetters"),
          text(channel, "oldestUnsent"),
          text(channel, "problem"));
    }
    return table;
  }

  @Command(
      name = "test",
      description = "Send a test to a channel's receiver; fails if it is not taken.",
      mixinStandardHelpOptions = true)
  int test(
      @Mixin Session session,
      @Parameters(paramLabel = "NAME", description = "which channel") String name)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode tried =
          client.post(
              CHANNELS + "/" + ApiClient.segment(name) + "/tests",
              JsonNodeFactory.instance.objectNode(),
              UUID.randomUUID().toString());
      if (!tried.path("taken").asBoolean()) {
        throw new FailedException("channel " + name + ": " + text(tried, "problem"));
      }
      session
          .output()
          .printText(
              out, tried, () -> out.println("channel " + name + ": the receiver took the test"));
    }
    return ExitCode.DONE;
  }
}
