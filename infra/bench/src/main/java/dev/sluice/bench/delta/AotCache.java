package dev.sluice.bench.delta;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// The JVM's cache of loaded classes and of what is worth compiling, for the program that applies
/// patches (JEP 483, 514 and 515).
///
/// It is made once on a machine, as its launcher would, from files that every JDK has: a library of
/// the JDK with some bytes changed, and two of the jars on the class path. Nothing of the corpus is
/// in it. A class path with folders has no cache.
final class AotCache {
  private static final long MAX_LIBRARY_BYTES = 4 << 20;
  private static final int BYTES_PER_CHANGE = 512;
  private static final String APPLY_MIB = "8";

  private final Path folder;
  private final List<String> applications = new ArrayList<>();

  private AotCache(Path folder) {
    this.folder = folder;
  }

  /// Makes a cache.
  ///
  /// @param folder takes the cache, and what it was made from
  /// @return empty if this JVM makes none; patches apply without it, too
  static Optional<Path> make(Path folder) throws IOException, InterruptedException {
    return new AotCache(folder).make();
  }

  private Optional<Path> make() throws IOException, InterruptedException {
    var libraries = Path.of(System.getProperty("java.home"), "lib");
    var library = largest(libraries, ".so", MAX_LIBRARY_BYTES);
    if (library.isPresent()) {
      add(library.get(), changed(library.get()));
    }
    var jars =
        Stream.of(Contender.classPath().split(File.pathSeparator, -1))
            .filter(name -> name.endsWith(".jar"))
            .map(Path::of)
            .sorted(Comparator.comparingLong(AotCache::size))
            .limit(4)
            .toList();
    if (jars.size() > 1) {
      add(jars.getFirst(), jars.getLast());
    }
    var cache = folder.resolve("apply.aot");
    var command = new ArrayList<>(Contender.applyJava(8, List.of("-XX:AOTCacheOutput=" + cache)));
    command.addAll(List.of("apply", APPLY_MIB));
    command.addAll(applications);
    var training = ProcessRun.of(command);
    return training.exitCode() == 0 && Files.exists(cache) ? Optional.of(cache) : Optional.empty();
  }

  private void add(Path old, Path neu) throws IOException, InterruptedException {
    var patch = folder.resolve("patch" + applications.size());
    var made = folder.resolve("made");
    var diff = Contender.sluice("training", 8, Set.of(), Optional.empty()).diff();
    if (ProcessRun.of(Contender.command(diff, old, neu, patch)).exitCode() == 0) {
      applications.addAll(List.of(old.toString(), patch.toString(), made.toString()));
    }
  }

  private static Optional<Path> largest(Path folder, String suffix, long maxBytes)
      throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(suffix) && size(file) <= maxBytes)
          .max(Comparator.comparingLong(AotCache::size).thenComparing(Path::toString));
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private Path changed(Path library) throws IOException {
    var bytes = Files.readAllBytes(library);
    var random = new Random(1);
    for (int i = 0; i < bytes.length / BYTES_PER_CHANGE; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) random.nextInt();
    }
    return Files.write(folder.resolve("changed"), bytes);
  }
}
