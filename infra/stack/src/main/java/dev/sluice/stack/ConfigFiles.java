package dev.sluice.stack;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.run.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The configuration files from which a pipeline's programs start: the same that a person would
/// write for programs that stand alone, in folder `config` of the data directory.
///
/// They are written anew at each start, as the embedded servers get other ports. The environment is
/// not read: what is set there is meant for programs that stand alone.
final class ConfigFiles {
  private final Path folder;

  ConfigFiles(DataDirectory data) throws IOException {
    folder = Files.createDirectories(data.resolve("config"));
  }

  /// Writes a program's file and starts the program from it, as its launcher does.
  ///
  /// @param name of the file; a program may run more than once
  <C extends Record & ProgramConfig> ProgramRunner start(
      Program<C> program, String name, String yaml) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(file, yaml);
    return start(program, file);
  }

  /// Starts a program from a file, as its launcher does.
  static <C extends Record & ProgramConfig> ProgramRunner start(Program<C> program, Path file)
      throws InterruptedException {
    C config =
        Configuration.of(program.name(), program.configuration())
            .load(new Sources(Optional.of(file), Map.of(), Map.of()))
            .value();
    return ProgramRunner.start(program, config, InstantSource.system());
  }
}
