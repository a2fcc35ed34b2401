package dev.sluice.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// The folder that a Kafka node keeps its log in.
public final class KafkaFolder {
  /// Written when all logs were closed in order (`LogManager`).
  private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

  private KafkaFolder() {}

  /// Whether no node has run over it.
  public static boolean isNew(Path directory) {
    return !Files.exists(directory.resolve("meta.properties"));
  }

  /// Whether the node that ran over it last was killed.
  static boolean isLeftByKill(Path directory) {
    return !isNew(directory) && !Files.exists(directory.resolve(CLEAN_SHUTDOWN));
  }

  /// Makes it, for a node that is broker and controller.
  ///
  /// @param cluster the same for all nodes of a cluster
  /// @param users who may log in, as Kafka's own tool takes them:
  ///     `SCRAM-SHA-512=[name=…,password=…]`
  public static void format(Path directory, int node, String cluster, List<String> users)
      throws IOException {
    Files.createDirectories(directory);
    var formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setNodeId(node)
            .setClusterId(cluster)
            .setControllerListenerName("CONTROLLER")
            .setDirectories(List.of(directory.toString()))
            .setMetadataLogDirectory(directory.toString())
            .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
            .setScramArguments(users);
    try {
      formatter.run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Kafka declares no narrower type
      throw new IOException("Kafka's folder " + directory + " cannot be formatted", e);
    }
  }
}
