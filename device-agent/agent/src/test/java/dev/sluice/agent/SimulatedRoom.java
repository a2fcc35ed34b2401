package dev.sluice.agent;

import dev.sluice.agent.disk.Room;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A disk that has so much room beside what stands in a directory when it is made.
final class SimulatedRoom implements Room {
  private final Path directory;
  private final long sizeBytes;

  SimulatedRoom(Path directory, long freeBytes) throws IOException {
    this.directory = directory;
    this.sizeBytes = usedBytes(directory) + freeBytes;
  }

  private static long usedBytes(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    long used = 0;
    for (Path file : files) {
      used += Files.size(file);
    }
    return used;
  }

  @Override
  public long freeBytes(Path asked) throws IOException {
    return sizeBytes - usedBytes(directory);
  }

  @Override
  public boolean isShared(Path first, Path second) {
    return true;
  }
}
