package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;
import static dev.sluice.console.command.session.Texts.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.console.command.session.Session;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice device …`: the inventory.
@Command(name = "device", description = DeviceCommand.DESCRIPTION, mixinStandardHelpOptions = true)
final class DeviceCommand {
  static final String DESCRIPTION = "Show devices and what they run, and enrol them.";

  private static final String DEVICES = "/api/v1/devices";

  private final PrintStream out;

  DeviceCommand(PrintStream out) {
    this.out = out;
  }

  @Command(name = "list", description = "Show devices by id.", mixinStandardHelpOptions = true)
  int list(
      @Mixin Session session,
      @Option(
              names = "--prefix",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "only those whose id begins with it")
          String prefix,
      @Option(
              names = "--where",
              paramLabel = "CONDITION",
              defaultValue = "",
              description =
                  "only those of which it is true, such as \"tags.site = 'berlin' AND"
                      + " running.demo < '2.0'\"")
          String where,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "1000",
              description = "most devices to show; default: ${DEFAULT-VALUE}")
          int limit)
      throws InterruptedException {
    try (var client = session.client()) {
      Map<String, String> query = new LinkedHashMap<>();
      Map.of("prefix", prefix, "where", where)
          .forEach((name, value) -> putUnlessEmpty(query, name, value));
      List<JsonNode> devices = client.list(ApiClient.withQuery(DEVICES, query), limit);
      session.output().printAll(out, devices, DeviceCommand::table);
    }
    return ExitCode.DONE;
  }

  private static void putUnlessEmpty(Map<String, String> query, String name, String value) {
    if (!value.isEmpty()) {
      query.put(name, value);
    }
  }

  @Command(name = "show", description = "Show one device.", mixinStandardHelpOptions = true)
  int show(
      @Mixin Session session, @Parameters(paramLabel = "DEVICE", description = "its id") String id)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode device = client.get(DEVICES + "/" + ApiClient.segment(id));
      session.output().print(out, device, () -> shown(device));
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "timeline",
      description = "Show the latest steps of a device's updates, the oldest first.",
      mixinStandardHelpOptions = true)
  int timeline(
      @Mixin Session session, @Parameters(paramLabel = "DEVICE", description = "its id") String id)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode timeline = client.get(DEVICES + "/" + ApiClient.segment(id) + "/timeline");
      session.output().print(out, timeline, () -> TimelineTable.of(timeline));
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "enrol",
      description = "Make devices part of the fleet.",
      mixinStandardHelpOptions = true)
  int enrol(
      @Mixin Session session,
      @Parameters(
              paramLabel = "FILE",
              arity = "1..*",
              description = "what an agent says of itself: identity.json in its data directory")
          List<Path> identities)
      throws InterruptedException {
    List<JsonNode> devices = identities.stream().map(DeviceCommand::identity).toList();
    try (var client = session.client()) {
      for (JsonNode device : devices) {
        JsonNode enrolled = client.post(DEVICES, device, UUID.randomUUID().toString());
        session
            .output()
            .printText(out, enrolled, () -> out.println("enrolled " + text(enrolled, "id")));
      }
    }
    return ExitCode.DONE;
  }

  private static JsonNode identity(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UsageException(
          "%s: expected an agent's identity.json, got %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Table table(List<JsonNode> devices) {
    var table = new Table("DEVICE", "TAGS", "RUNNING", "SEEN");
    for (JsonNode device : devices) {
      table.row(text(device, "id"), words(device, "tags"), running(device), text(device, "seenAt"));
    }
    return table;
  }

  private static Table shown(JsonNode device) {
    if (device.path("flagsOff").isEmpty() && !device.has("flagsProblem")) {
      return table(List.of(device));
    }
    return new Table("DEVICE", "TAGS", "RUNNING", "FLAGS OFF", "DOES NOT FOLLOW AS", "SEEN")
        .row(
            text(device, "id"),
            words(device, "tags"),
            running(device),
            words(device, "flagsOff"),
            text(device, "flagsProblem"),
            text(device, "seenAt"));
  }

  private static String running(JsonNode device) {
    List<String> running = new ArrayList<>();
    for (JsonNode one : device.path("running")) {
      running.add(
          "%s/%s (%d)"
              .formatted(text(one, "product"), text(one, "version"), one.path("counter").asLong()));
    }
    return running.isEmpty() ? "-" : String.join(", ", running);
  }
}
