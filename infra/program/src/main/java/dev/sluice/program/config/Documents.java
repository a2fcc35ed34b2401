package dev.sluice.program.config;

import dev.sluice.program.exit.InvalidConfigException;
import java.nio.file.Path;
import java.util.ArrayList;

/// Reads YAML documents that are no configuration, by the same rules, without environment and
/// flags.
public final class Documents {
  private Documents() {}

  /// @param source its name, for messages
  /// @throws InvalidConfigException with every mistake
  public static <T extends Record> T read(String source, String yaml, Class<T> type) {
    var mistakes = new ArrayList<String>();
    var given = new YamlReader(source, mistakes).read(yaml);
    var bound = new Binder(Path.of(""), mistakes).section(Shapes.of(type), given, "");
    if (!mistakes.isEmpty()) {
      throw new InvalidConfigException(source, mistakes);
    }
    return type.cast(bound.orElseThrow());
  }

  /// The keys of a document as a JSON schema (2020-12).
  ///
  /// @param title what the document is, for people
  public static String jsonSchema(String title, Class<? extends Record> type) {
    return new Description(Shapes.of(type)).jsonSchema(title);
  }
}
