package dev.sluice.stack.demo;

import dev.sluice.program.exit.FailedException;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import java.nio.file.Files;
import java.nio.file.Path;

/// The two releases of one product that a demo publishes, oldest first.
public record DemoInput(ProductName product, Build first, Build second) {
  private static final String OLDER = "4.2.0";
  private static final String NEWER = "4.3.1";

  /// A version and its file.
  public record Build(Version version, Path file) {}

  /// Real software: two releases of Apache Kafka's Streams library, which the build has put in
  /// place.
  ///
  /// @param home the checkout's top folder
  public static DemoInput kafkaStreams(Path home) {
    Path folder = home.resolve("infra/stack/target/demo");
    return new DemoInput(
        new ProductName("kafka-streams"),
        build(OLDER, folder.resolve("kafka-streams-" + OLDER + ".jar")),
        build(NEWER, folder.resolve("kafka-streams-" + NEWER + ".jar")));
  }

  /// Any two files, as versions 1 and 2 of a product named `demo`.
  ///
  /// @throws FailedException if one is not a readable, non-empty file
  public static DemoInput files(Path older, Path newer) {
    return new DemoInput(new ProductName("demo"), build("1", older), build("2", newer));
  }

  private static Build build(String version, Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new FailedException(
          "artifact "
              + file
              + ": a readable file was expected, but "
              + (Files.exists(file) ? "this is a folder or may not be read" : "there is none")
              + "; give the path of an existing file");
    }
    if (file.toFile().length() == 0) {
      throw new FailedException(
          "artifact " + file + ": at least 1 byte was expected, but the file is empty");
    }
    return new Build(new Version(version), file);
  }
}
