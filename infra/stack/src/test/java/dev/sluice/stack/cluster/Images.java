package dev.sluice.stack.cluster;

import dev.sluice.stack.process.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.images.builder.ImageFromDockerfile;

/// Images built from this machine: the Java runtime and what the machine lends, on top of it every
/// jar once, and on top of that the classes of each of the five programs, and those of the servers
/// and the command line.
enum Images {
  /// Nothing but the machine's files: for programs that are not Java's.
  BASE,
  /// The class path of `infra/sluice`, and the tests' classes.
  STACK,
  PUBLISHER,
  SIGNER,
  NOTIFIER,
  EDGE,
  AGENT;

  private static final String PREFIX = "sluice-cluster-test/";
  private static final String LIBRARIES = PREFIX + "libraries:latest";

  /// The name of its image.
  String image() {
    return PREFIX + word() + ":latest";
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The beginning of the command that runs a Java program of the image, with the class path that
  /// its launcher has.
  ///
  /// @param heap its most, as 128m
  List<String> java(String heap, String mainClass) {
    Stream<String> folders =
        this == STACK ? Stream.of("test-classes", "classes") : Stream.of("classes");
    Stream<String> jars = libraries().stream().map(jar -> "lib/" + jar.getFileName());
    return List.of(
        "/opt/java/bin/java",
        "-Xmx" + heap,
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        Stream.concat(folders, jars)
            .map(entry -> "/opt/sluice/" + entry)
            .collect(Collectors.joining(":")),
        mainClass);
  }

  /// Builds all of them.
  ///
  /// @param root the file system that they share
  static void build(Path root) {
    var jars = new TreeMap<String, Path>();
    for (Images image : programs()) {
      image.libraries().forEach(jar -> jars.put(String.valueOf(jar.getFileName()), jar));
    }
    await(base(root), BASE.image());
    await(libraries(jars), LIBRARIES);
    programs().forEach(image -> await(image.own(), image.image()));
  }

  private static List<Images> programs() {
    return Stream.of(values()).filter(image -> image != BASE).toList();
  }

  private static Future<String> base(Path root) {
    return new ImageFromDockerfile(BASE.image(), false)
        .withFileFromPath("root", root)
        .withFileFromString(
            "Dockerfile",
            """
            FROM scratch
            COPY root /
            ENV LANG=C.UTF-8
            """);
  }

  /// Every jar once: most of them are in several class paths, and sending them takes most of the
  /// time.
  private static Future<String> libraries(Map<String, Path> jars) {
    var image = new ImageFromDockerfile(LIBRARIES, false);
    jars.forEach((name, jar) -> image.withFileFromPath("jars/" + name, jar));
    return image.withFileFromString(
        "Dockerfile", "FROM %s\nCOPY jars /opt/sluice/lib\n".formatted(BASE.image()));
  }

  private Future<String> own() {
    ImageFromDockerfile image =
        new ImageFromDockerfile(image(), false)
            .withFileFromPath("classes", target().resolve("classes"));
    String tests = "";
    if (this == STACK) {
      image = image.withFileFromPath("test-classes", target().resolve("test-classes"));
      tests = "COPY test-classes /opt/sluice/test-classes";
    }
    return image.withFileFromString(
        "Dockerfile",
        """
        FROM %s
        COPY classes /opt/sluice/classes
        %s
        """
            .formatted(LIBRARIES, tests));
  }

  private Path target() {
    return this == STACK ? Checkout.path("infra/stack/target") : Checkout.target(word());
  }

  /// The jars of its class path.
  private List<Path> libraries() {
    try (Stream<Path> jars = Files.list(target().resolve("lib"))) {
      return jars.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Future<String> building, String name) {
    try {
      var _ = building.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while building " + name, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("image " + name + " cannot be built", e);
    }
  }
}
