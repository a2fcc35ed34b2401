package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A device gets no server code, and nothing that signs releases. The build writes down what it
/// gets.
class ClassPathTest {
  private static final Pattern SERVER_CODE =
      Pattern.compile(
          "kafka|helidon|awssdk|software.amazon|hivemq-community|hivemq-extension|s3proxy|jetty|camel"
              + "|signer-service|publisher-service|publisher-store|notifier-service|notifier-kafka"
              + "|notifier-api|edge-cache");

  private static List<Path> classPath() throws Exception {
    return Stream.of(
            Files.readString(Path.of("target/runtime-classpath.txt"))
                .strip()
                .split(Pattern.quote(File.pathSeparator)))
        .map(Path::of)
        .toList();
  }

  /// A module of this build is a folder of classes; its artifact's name is in the path above.
  private static String name(Path entry) {
    return entry.endsWith(Path.of("target/classes"))
        ? entry.resolve("../..").normalize().toString().replaceAll(".*/([^/]+)/([^/]+)", "$1-$2")
        : String.valueOf(entry.getFileName());
  }

  @Test
  void givenTheRuntimeClassPath_whenLookedAt_thenHoldsNoServerCode() throws Exception {
    assertThat(classPath()).hasSizeGreaterThan(5);
    assertThat(classPath())
        .extracting(ClassPathTest::name)
        .noneMatch(name -> SERVER_CODE.matcher(name).find())
        .anyMatch(name -> name.contains("device-agent-update"));
  }

  @Test
  void givenTheRuntimeClassPath_whenMeasured_thenIsPrintedAndFitsADevice() throws Exception {
    long total = 0;
    for (Path entry : classPath()) {
      if (Files.isRegularFile(entry)) {
        long bytes = Files.size(entry);
        total += bytes;
        System.out.printf("%,12d %s%n", bytes, name(entry));
      }
    }
    System.out.printf("%,12d bytes of jars on a device%n", total);

    assertThat(total).isLessThan(64L << 20);
  }
}
