package dev.sluice.program.remote;

import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.ContextFile.All;
import dev.sluice.program.remote.ContextFile.Entry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The named contexts of one person, in `~/.config/sluice/contexts.yaml`. Each change is on disk
/// when its method returns.
public final class Contexts {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

  private final Path file;

  /// @param file need not exist yet
  public Contexts(Path file) {
    this.file = file;
  }

  /// Those of the person whose environment this is.
  public static Contexts of(Map<String, String> environment) {
    var config =
        Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .orElseGet(
                () ->
                    Path.of(
                        environment.getOrDefault("HOME", System.getProperty("user.home")),
                        ".config"));
    return new Contexts(config.resolve("sluice").resolve("contexts.yaml"));
  }

  /// All of them, by name.
  public SortedMap<String, Context> all() {
    var all = new TreeMap<String, Context>();
    ContextFile.readAll(file).contexts().forEach((name, entry) -> all.put(name, entry.context()));
    return all;
  }

  /// The name of the one in use.
  public Optional<String> current() {
    return ContextFile.readAll(file).current();
  }

  /// The context of a name.
  ///
  /// @throws UsageException if there is none
  public Context require(String name) {
    return all().entrySet().stream()
        .filter(entry -> entry.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private UsageException unknown(String name) {
    var names = all().keySet();
    return new UsageException(
        "no context '%s'; %s"
            .formatted(
                name,
                names.isEmpty()
                    ? "make one with `sluice context set`"
                    : "expected one of " + String.join(", ", names)));
  }

  /// Adds a context, or changes what is given of it. The first one is in use at once.
  ///
  /// @throws UsageException if the name cannot be one
  public void set(String name, Context context) {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "expected a name of letters, digits, '.', '_' and '-', got '%s'".formatted(name));
    }
    var before = ContextFile.readAll(file);
    var contexts = before.copy();
    var old = Optional.ofNullable(contexts.get(name)).map(Entry::context).orElse(Context.EMPTY);
    contexts.put(name, Entry.of(old.with(context)));
    ContextFile.writeAll(file, new All(before.current().or(() -> Optional.of(name)), contexts));
  }

  /// Makes a context the one in use.
  ///
  /// @throws UsageException if there is none of this name
  public void use(String name) {
    require(name);
    ContextFile.writeAll(file, new All(Optional.of(name), ContextFile.readAll(file).contexts()));
  }

  /// Takes a context away.
  ///
  /// @throws UsageException if there is none of this name
  public void remove(String name) {
    require(name);
    var before = ContextFile.readAll(file);
    var contexts = before.copy();
    contexts.remove(name);
    ContextFile.writeAll(
        file, new All(before.current().filter(current -> !current.equals(name)), contexts));
  }
}
