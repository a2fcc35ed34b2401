package dev.sluice.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.program.exit.FailedException;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who may connect to which MQTT broker: one principals file each for the stamp's broker, for tier
/// 1, which nodes connect to, and for tier 2, which devices connect to.
///
/// A start makes sure of the principals that the pipeline itself needs; lines that somebody else
/// has added stay.
///
/// @param stamp for the bridge and the node of tier 1
/// @param nodes for the nodes of tier 2
/// @param devices for devices
record Credentials(Path stamp, Path nodes, Path devices) {
  static final String ANNOUNCEMENTS = "bridge-announcements";
  static final String CONFIRMATIONS = "bridge-confirmations";
  static final String REPORTS = "bridge-reports";

  /// Makes sure of those that the pipeline itself starts.
  static Credentials of(DataDirectory data) throws IOException {
    Path folder = Files.createDirectories(data.resolve("principals"));
    Credentials files =
        new Credentials(
            folder.resolve("stamp.jsonl"),
            folder.resolve("nodes.jsonl"),
            folder.resolve("devices.jsonl"));
    Map<String, String> stamp = new TreeMap<>();
    for (String bridge : List.of(ANNOUNCEMENTS, CONFIRMATIONS, REPORTS)) {
      stamp.put(bridge, line(bridge, "bridge", data.secret(bridge)));
    }
    stamp.put(Pipeline.TIER_1, line(Pipeline.TIER_1, "node", data.secret(Pipeline.TIER_1)));
    ensure(files.stamp, stamp);
    Map<String, String> nodes = new TreeMap<>();
    for (String name : Pipeline.tier2Names()) {
      nodes.put(name, line(name, "node", data.secret(name)));
    }
    ensure(files.nodes, nodes);
    ensure(files.devices, Map.of());
    return files;
  }

  /// One line of a principals file; the secret itself is not written.
  static String line(String id, String kind, String secret) {
    return "{\"id\":\"%s\",\"kind\":\"%s\",\"secretSha256\":\"%s\"}"
        .formatted(id, kind, Digest.sha256(secret.getBytes(StandardCharsets.UTF_8)).hex());
  }

  /// Adds principals to a file, or changes them there; all others stay.
  ///
  /// @param lines by id
  static void ensure(Path file, Map<String, String> lines) throws IOException {
    Map<String, String> missing = new TreeMap<>(lines);
    List<String> all = new ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      String own = line.isBlank() ? null : missing.remove(id(file, line));
      all.add(own == null ? line : own);
    }
    all.addAll(missing.values());
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.write(unfinished, all);
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String id(Path file, String line) {
    try {
      return JsonMapper.builder().build().readTree(line).path("id").asText();
    } catch (JsonProcessingException e) {
      throw new FailedException(
          "%s: a JSON object on each line was expected, got \"%s\"; mend the line or delete it"
              .formatted(file, line),
          e);
    }
  }
}
