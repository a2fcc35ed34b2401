package dev.sluice.program.config;

import dev.sluice.program.config.Given.Fields;
import dev.sluice.program.config.Given.Layer;
import dev.sluice.program.config.Given.Text;
import dev.sluice.program.exit.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The configuration of one program: loads it, explains where values came from, describes its keys.
///
/// @param <C> its record
public final class Configuration<C extends Record> {
  private static final int MAX_FILE_BYTES = 1024 * 1024;

  private final String program;
  private final Class<C> type;
  private final Shape.Section shape;

  private Configuration(String program, Class<C> type) {
    this.program = program;
    this.type = type;
    this.shape = Shapes.of(type);
    Names.requireDistinct(shape);
  }

  /// @param program its word in environment variables: `edge` for `SLUICE_EDGE_…`
  /// @throws IllegalStateException if the record cannot be bound: a bug
  public static <C extends Record> Configuration<C> of(String program, Class<C> type) {
    return new Configuration<>(program, type);
  }

  /// Reads all sources and makes the record.
  ///
  /// @throws InvalidConfigException with every mistake
  public Loaded<C> load(Sources sources) {
    var mistakes = new ArrayList<String>();
    var given =
        sources
            .file()
            .map(file -> read(file, mistakes))
            .orElseGet(() -> new Fields(Map.of(), Layer.FILE, "file"));
    given = withEnvironment(given, sources.environment(), mistakes);
    given = withFlags(given, sources.flags(), mistakes);
    var folder = sources.file().map(Path::toAbsolutePath).map(Path::getParent).orElse(Path.of(""));
    var binder = new Binder(folder, mistakes);
    var bound = binder.section(shape, given, "");
    if (!mistakes.isEmpty()) {
      throw new InvalidConfigException(
          sources
              .file()
              .map(Path::toString)
              .orElse("configuration of " + program + " (no file given)"),
          mistakes);
    }
    return new Loaded<>(type.cast(bound.orElseThrow()), binder.settings());
  }

  private static Fields read(Path file, List<String> mistakes) {
    var name = Objects.requireNonNullElse(file.getFileName(), file).toString();
    var nothing = new Fields(Map.of(), Layer.FILE, name);
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_FILE_BYTES) {
        throw new InvalidConfigException(
            file.toString(), List.of("expected at most 1 MiB, got " + Files.size(file) + " bytes"));
      }
      return new YamlReader(name, mistakes).read(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new InvalidConfigException(file.toString(), List.of("no such file"));
    } catch (CharacterCodingException e) {
      mistakes.add("expected UTF-8");
      return nothing;
    } catch (IOException e) {
      throw new InvalidConfigException(
          file.toString(), List.of("cannot be read: " + e.getMessage()));
    }
  }

  private Fields withEnvironment(
      Fields below, Map<String, String> environment, List<String> mistakes) {
    var given = below;
    var prefix = Names.prefix(program);
    for (var entry : new TreeMap<>(environment).entrySet()) {
      var name = entry.getKey();
      if (!name.startsWith(prefix)) {
        continue;
      }
      var path = Names.find(shape, name.substring(prefix.length()));
      if (path.isEmpty()) {
        mistakes.add(
            "%s: no key has this environment variable; see `config schema` for the keys"
                .formatted(name));
        continue;
      }
      given = put(given, path.get(), new Text(entry.getValue(), Layer.ENVIRONMENT, name), mistakes);
    }
    return given;
  }

  private static Fields withFlags(Fields below, Map<String, String> flags, List<String> mistakes) {
    var given = below;
    for (var entry : new TreeMap<>(flags).entrySet()) {
      try {
        given =
            put(
                given,
                Names.steps(entry.getKey()),
                new Text(entry.getValue(), Layer.FLAG, "--set " + entry.getKey()),
                mistakes);
      } catch (IllegalArgumentException e) {
        mistakes.add(e.getMessage());
      }
    }
    return given;
  }

  private static Fields put(
      Fields below, List<Overlay.Step> path, Text value, List<String> mistakes) {
    try {
      return Overlay.put(below, path, value);
    } catch (IllegalArgumentException e) {
      mistakes.add("%s: %s".formatted(value.origin(), e.getMessage()));
      return below;
    }
  }

  /// The keys as a JSON schema (2020-12).
  public String jsonSchema() {
    return new Description(shape).jsonSchema("Configuration of " + program);
  }

  /// The keys as a Markdown table: key, type, default, meaning.
  public String reference() {
    return new Description(shape).markdown();
  }
}
