package dev.sluice.program.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the values of a configuration come from; later ones win.
///
/// @param file YAML; relative paths in it are relative to its folder
/// @param environment of the process
/// @param flags values by key, as `http.port`
public record Sources(
    Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
  /// Copies the maps.
  public Sources {
    environment = Map.copyOf(environment);
    flags = Map.copyOf(flags);
  }

  /// A file alone.
  public static Sources of(Path file) {
    return new Sources(Optional.of(file), Map.of(), Map.of());
  }
}
