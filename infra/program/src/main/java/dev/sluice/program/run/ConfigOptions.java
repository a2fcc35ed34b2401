package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Loaded;
import dev.sluice.program.config.Sources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command finds the configuration.
final class ConfigOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "configuration, YAML")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets a key, as http.port=8080; wins over file and environment")
  private Map<String, String> set = new HashMap<>();

  <C extends Record> Loaded<C> load(
      Program<?> program,
      Class<C> type,
      Map<String, String> environment,
      Map<String, String> more) {
    var flags = new HashMap<>(set);
    flags.putAll(more);
    return Configuration.of(program.name(), type)
        .load(new Sources(Optional.ofNullable(file), environment, flags));
  }
}
