package dev.sluice.stack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.kafka.KafkaConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Where a running pipeline can be reached; kept in its data directory while it runs.
///
/// @param processId of the process that runs it
/// @param kafka bootstrap servers
/// @param store the object server
/// @param edges HTTP addresses of the edge nodes: tier 1, then tier 2
public record PipelineAddress(long processId, String kafka, URI store, List<URI> edges) {
  private static final String FILE = "pipeline.json";

  /// Copies the list.
  public PipelineAddress {
    edges = List.copyOf(edges);
  }

  /// The address in a data directory, if a process that still lives has written one.
  public static Optional<PipelineAddress> find(Path data) {
    try {
      PipelineAddress address =
          JsonMapper.builder()
              .build()
              .readValue(Files.readAllBytes(data.resolve(FILE)), PipelineAddress.class);
      return Optional.of(address)
          .filter(a -> ProcessHandle.of(a.processId()).map(ProcessHandle::isAlive).orElse(false));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// How to reach its Kafka.
  public KafkaConnection connection() {
    return new KafkaConnection(kafka);
  }

  void write(Path data) throws IOException {
    Path unfinished = data.resolve(FILE + ".new");
    Files.write(unfinished, JsonMapper.builder().build().writeValueAsBytes(this));
    Files.move(unfinished, data.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
  }

  static void remove(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }
}
