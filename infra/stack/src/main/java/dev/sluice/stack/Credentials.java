package dev.sluice.stack;

import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Who may connect to which MQTT broker: one principals file each for the stamp's broker, for tier
/// 1, which nodes connect to, and for tier 2, which devices connect to.
///
/// @param stamp for the bridge and the node of tier 1
/// @param nodes for the nodes of tier 2
/// @param devices for devices
record Credentials(Path stamp, Path nodes, Path devices) {
  static final String ANNOUNCEMENTS = "bridge-announcements";
  static final String CONFIRMATIONS = "bridge-confirmations";
  static final String REPORTS = "bridge-reports";

  /// Writes the files of those that the pipeline itself starts; the devices' file is the fleet's to
  /// write.
  static Credentials of(DataDirectory data) throws IOException {
    Path folder = Files.createDirectories(data.resolve("principals"));
    Credentials files =
        new Credentials(
            folder.resolve("stamp.jsonl"),
            folder.resolve("nodes.jsonl"),
            folder.resolve("devices.jsonl"));
    write(
        files.stamp,
        List.of(
            line(ANNOUNCEMENTS, "bridge", data.secret(ANNOUNCEMENTS)),
            line(CONFIRMATIONS, "bridge", data.secret(CONFIRMATIONS)),
            line(REPORTS, "bridge", data.secret(REPORTS)),
            line("edge-1", "node", data.secret("edge-1"))));
    List<String> nodes = new ArrayList<>();
    for (int i = 1; i <= Pipeline.TIER_2_NODES; i++) {
      nodes.add(line("edge-2-" + i, "node", data.secret("edge-2-" + i)));
    }
    write(files.nodes, nodes);
    if (!Files.exists(files.devices)) {
      write(files.devices, List.of());
    }
    return files;
  }

  /// One line of a principals file; the secret itself is not written.
  static String line(String id, String kind, String secret) {
    return "{\"id\":\"%s\",\"kind\":\"%s\",\"secretSha256\":\"%s\"}"
        .formatted(id, kind, Digest.sha256(secret.getBytes(StandardCharsets.UTF_8)).hex());
  }

  static void write(Path file, List<String> lines) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.write(unfinished, lines);
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
